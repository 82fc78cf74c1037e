package io.lookback.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark's figures go: an option of its command. */
public final class FiguresFile {

    @Option(
            names = "--json",
            defaultValue = "tests/benchmarks/target/${COMMAND-NAME}.json",
            description = "File for the figures.")
    private Path json;

    /** Writes a record as JSON, indented. */
    public void write(Record figures) throws IOException {
        Files.createDirectories(json.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
    }
}
