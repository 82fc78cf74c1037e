package io.lookback.benchmark.soak;

import io.lookback.benchmark.FiguresFile;
import io.lookback.cell.CellRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Watches this process' resident memory while cells step and while their models come and go. Linux"
                + " only.")
public final class SoakCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--steps", defaultValue = "5000000", description = "Steps of each cell, all series together.")
    private long steps;

    @Option(names = "--loads", defaultValue = "100", description = "Loads and unloads of each model.")
    private int loads;

    @Option(names = "--series", defaultValue = "1000", description = "Series that a cell steps.")
    private int series;

    @Option(names = "--history", defaultValue = "256", description = "history.max-steps")
    private int history;

    @Option(
            names = "--cache",
            defaultValue = "16",
            description = "MB of rows that are kept ready; the default holds about half of them.")
    private int cache;

    @Option(names = "--cells", split = ",", paramLabel = "A,B", description = "Default: all.")
    private List<String> cells = CellRegistry.shipped();

    @Mixin
    private FiguresFile figures;

    private SoakCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SoakCommand());
    }

    @Override
    public Integer call() throws Exception {
        if (steps < 10 || loads < 10 || series < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "%d steps, %d loads, %d series: give 10 or more, 10 or more, 1 or more",
                            steps,
                            loads,
                            series));
        }
        Soak soak = new Soak(steps, loads, series, history, (long) cache << 20);
        List<SoakReport.Row> rows = new ArrayList<>();
        for (String cell : cells) {
            rows.add(soak.stepping(cell));
            rows.add(soak.loading(cell));
            spec.commandLine().getErr().printf(Locale.ROOT, "%s: done%n", cell);
        }
        SoakReport report = new SoakReport(soak, Runtime.getRuntime().maxMemory(), rows);
        report.print(spec.commandLine().getOut());
        figures.write(report);
        return 0;
    }
}
