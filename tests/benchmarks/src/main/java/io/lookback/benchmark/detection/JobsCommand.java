package io.lookback.benchmark.detection;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run detection jobs}. */
@Command(
        name = "jobs",
        showDefaultValues = true,
        description =
                "Generated series of jobs that run once a day for 30 days: found when one does not run or does not end, and other alerts from the second week on.")
final class JobsCommand implements Callable<Integer> {

    private static final int[] MINUTES = {1, 5, 10, 60};

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(names = "--cells", split = ",", defaultValue = CellRegistry.LOOKBACK, description = "Or none.")
    private List<String> cells = List.of();

    @Option(names = "--series", defaultValue = "8", description = "Of each interval and trouble.")
    private int series;

    /** How many were found, and how many alerts were about nothing. */
    private record Counts(int found, int others) {

        Counts plus(Counts other) {
            return new Counts(found + other.found, others + other.others);
        }
    }

    @Override
    public Integer call() {
        List<CellSpec> specs = cells.equals(List.of("none"))
                ? List.of()
                : cells.stream().map(CellSpec::shipped).toList();
        print(
                "| Interval | does not run, of %d | does not end, of %d | other alerts of %d series |%n",
                series, series, 3 * series);
        print("|---|---|---|---|%n");
        for (int minutes : MINUTES) {
            List<Counts> counts = Arrays.stream(DailyJob.Trouble.values())
                    .map(trouble -> counts(minutes, trouble, specs))
                    .toList();
            print(
                    "| %d min | %d | %d | %d |%n",
                    minutes,
                    counts.get(DailyJob.Trouble.MISSED.ordinal()).found,
                    counts.get(DailyJob.Trouble.LATE_END.ordinal()).found,
                    counts.stream().mapToInt(Counts::others).sum());
        }
        return 0;
    }

    private Counts counts(int minutes, DailyJob.Trouble trouble, List<CellSpec> specs) {
        return IntStream.range(0, series)
                .parallel()
                .mapToObj(seed -> counts(DailyJob.of(minutes, trouble, seed), specs))
                .reduce(new Counts(0, 0), Counts::plus);
    }

    private static Counts counts(DailyJob job, List<CellSpec> specs) {
        List<Alert> begun = Life.alerts(job.readings(), specs, DetectionSpec.DEFAULT).stream()
                .filter(alert -> alert.phase() == Alert.Phase.BEGIN)
                .toList();
        boolean found = begun.stream().anyMatch(alert -> job.isTrouble(alert.begin()));
        long others = begun.stream()
                .filter(alert -> job.isKnown(alert.begin()) && !job.isTrouble(alert.begin()))
                .count();
        return new Counts(found ? 1 : 0, (int) others);
    }

    private void print(String format, Object... values) {
        command.commandLine().getOut().printf(Locale.ROOT, format, values);
        command.commandLine().getOut().flush();
    }
}
