package io.lookback.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/** One run of a benchmark's command in this process. */
public record Attempt(int code, String out, String err, Path json) {

    /** @param folder for its figures */
    public static Attempt of(CommandLine command, Path folder, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Path json = folder.resolve("figures.json");
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int code = command.execute(
                Stream.concat(Stream.of(arguments), Stream.of("--json=" + json)).toArray(String[]::new));
        return new Attempt(code, out.toString(), err.toString(), json);
    }

    /** The rows of its figures. */
    public JsonNode rows() throws IOException {
        return new ObjectMapper().readTree(json.toFile()).get("rows");
    }
}
