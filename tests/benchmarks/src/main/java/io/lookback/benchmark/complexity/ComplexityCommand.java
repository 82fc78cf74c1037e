package io.lookback.benchmark.complexity;

import io.lookback.benchmark.FiguresFile;
import io.lookback.benchmark.SizedCells;
import io.lookback.cell.Cell;
import io.lookback.cell.CellRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run complexity}: microseconds a step and bytes a series against its length, one series alone. */
@Command(
        name = "complexity",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Time of a step and memory of a series against its length, for every kind of cell at one width.")
public final class ComplexityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--kinds", split = ",", description = "Default: all.")
    private @Nullable List<String> kinds;

    @Option(names = "--units", defaultValue = "32", description = "Of the hidden state; lookback has its own.")
    private String units = "";

    @Option(names = "--lengths", split = ",", defaultValue = "64,128,256,512,1024,2048,4096,8192")
    private List<Integer> lengths = List.of();

    @Option(
            names = "--steps",
            defaultValue = "41",
            description = "Steps up to each length, of which the median counts.")
    private int steps;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "Measurements of each kind, of which the fastest counts.")
    private int rounds;

    @Option(names = "--picture", description = "SVG file for the picture.")
    private @Nullable Path picture;

    @Mixin
    private FiguresFile figures;

    private ComplexityCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ComplexityCommand());
    }

    @Override
    public Integer call() throws IOException {
        List<Complexity.Row> rows = new ArrayList<>();
        for (String kind : kinds == null ? CellRegistry.names() : kinds) {
            Cell cell = SizedCells.load(kind, units);
            Complexity.Row row = Growing.measure(kind, cell, lengths, steps);
            for (int round = 1; round < rounds; round++) {
                row = row.least(Growing.measure(kind, cell, lengths, steps));
            }
            rows.add(row);
            spec.commandLine().getErr().printf(Locale.ROOT, "%s%n", kind);
        }
        Complexity complexity = new Complexity(lengths, rows);
        complexity.print(spec.commandLine().getOut());
        figures.write(complexity);
        if (picture != null) {
            Files.writeString(picture, ComplexityPicture.of(complexity));
        }
        return 0;
    }
}
