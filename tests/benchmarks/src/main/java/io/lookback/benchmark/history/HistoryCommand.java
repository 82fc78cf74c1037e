package io.lookback.benchmark.history;

import io.lookback.benchmark.FiguresFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Time of a step of the self-attention RNN, from record to score in one slot of a local Flink, when"
                        + " the cache holds the history and when it must be read out of state.")
public final class HistoryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "3", description = "Counted rounds, every second one backwards.")
    private int rounds;

    @Option(names = "--series", defaultValue = "512", description = "Series, in turn.")
    private int series;

    @Option(names = "--steps", defaultValue = "128", description = "Steps of each with a full history that count.")
    private int steps;

    @Option(names = "--histories", split = ",", defaultValue = "256,1024", description = "history.max-steps, each.")
    private List<Integer> histories = List.of();

    @Mixin
    private FiguresFile figures;

    private HistoryCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new HistoryCommand());
    }

    @Override
    public Integer call() throws Exception {
        Trial trial = new Trial(series, steps);
        List<HistoryReport.Row> rows = new ArrayList<>();
        for (int history : histories) {
            for (Arm arm : Arm.values()) {
                rows.add(new HistoryReport.Row(history, arm, new ArrayList<>()));
            }
        }
        for (int history : histories.subList(0, Math.min(1, histories.size()))) {
            for (Arm arm : Arm.values()) {
                trial.measure(arm, history);
            }
        }
        for (int round = 0; round < rounds; round++) {
            round(trial, round, rows);
        }
        HistoryReport report = new HistoryReport(trial, rows);
        report.print(spec.commandLine().getOut());
        figures.write(report);
        return 0;
    }

    private void round(Trial trial, int round, List<HistoryReport.Row> rows) throws Exception {
        List<HistoryReport.Row> order = new ArrayList<>(rows);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (HistoryReport.Row row : order) {
            double micros = trial.measure(row.arm(), row.history());
            row.rounds().add(micros);
            spec.commandLine()
                    .getErr()
                    .printf(Locale.ROOT, "round %d  %5d %-15s %8.1f us%n", round + 1, row.history(), row.arm(), micros);
        }
    }
}
