package io.lookback.benchmark.detection;

import io.lookback.detect.DetectionSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run detection noise}. */
@Command(
        name = "noise",
        showDefaultValues = true,
        description = "Stationary noise: alarms of a detector, beside the rate that it is set to.")
final class NoiseCommand implements Callable<Integer> {

    private static final int DAY = Noise.ROWS_PER_DAY;

    @Option(names = "--detector", defaultValue = "persistence")
    private String detector = "";

    @Option(names = "--series", defaultValue = "20", description = "Of each kind.")
    private int series;

    @Option(names = "--rows", defaultValue = "100000", description = "Of each series.")
    private int rows;

    @Override
    public Integer call() {
        DetectionSpec often = DetectionSpec.DEFAULT;
        DetectionSpec seldom = new DetectionSpec(1, 0, often.profile(), 0, often.side(), 0, 0, Set.of());
        List<Candidate> candidates = List.of(Candidate.of(detector, often), Candidate.of(detector, seldom));
        System.out.println("| noise | at 10 in 10,000 | first 2,000 after the first day | at 1 in 10,000 |");
        System.out.println("|---|---|---|---|");
        for (Noise noise : Noise.values()) {
            double[] rates = rates(noise, candidates);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f |%n",
                    noise.name().toLowerCase(Locale.ROOT),
                    rates[0],
                    rates[1],
                    rates[2]);
        }
        return 0;
    }

    /** In 10,000 records: of the first candidate, of the first early on, of the second. */
    private double[] rates(Noise noise, List<Candidate> candidates) {
        int early = Math.min(rows, DAY + 2_000);
        double[] sums = IntStream.range(0, series)
                .parallel()
                .mapToObj(seed -> {
                    double[] often = anomalies(candidates.get(0), noise, seed);
                    double[] seldom = anomalies(candidates.get(1), noise, seed);
                    return new double[] {sum(often, rows), sum(often, early), sum(seldom, rows)};
                })
                .reduce(new double[3], NoiseCommand::plus);
        double scale = 10_000.0 / series;
        return new double[] {
            scale * sums[0] / (rows - DAY), scale * sums[1] / (early - DAY), scale * sums[2] / (rows - DAY)
        };
    }

    private double[] anomalies(Candidate candidate, Noise noise, int seed) {
        return candidate.grade(noise.readings(rows, seed)).anomalies();
    }

    /** After the first day. */
    private static double sum(double[] numbers, int to) {
        return IntStream.range(DAY, to).mapToDouble(row -> numbers[row]).sum();
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }
}
