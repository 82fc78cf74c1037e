package io.lookback.benchmark.detection;

import io.lookback.cli.DurationConverter;
import io.lookback.detection.DetectionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    /** Bounds of the warm-up, which lasts a day. */
    private static final int FEWEST = 100;

    private static final int MOST = 300;

    @Option(names = "--detector", defaultValue = "none")
    private String detector = "";

    @Option(names = "--series", defaultValue = "20", description = "Of each kind.")
    private int series;

    @Option(names = "--rows", defaultValue = "100000", description = "Of each series.")
    private int rows;

    @Option(names = "--features", defaultValue = "1", description = "Independent of each other.")
    private int features;

    @Option(
            names = "--interval",
            defaultValue = "5min",
            converter = DurationConverter.class,
            description = "Between rows, a day at most.")
    private Duration interval = Noise.INTERVAL;

    @Override
    public Integer call() {
        DetectionSpec often = DetectionSpec.builder().falseAlarms(10).build();
        DetectionSpec seldom = DetectionSpec.builder().falseAlarms(1).build();
        List<Candidate> candidates = List.of(Candidate.of(detector, often), Candidate.of(detector, seldom));
        System.out.println("| noise | at 10 in 10,000 | first 2,000 after the warm-up | at 1 in 10,000 |");
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
        int ready = Math.max(FEWEST, Math.min(MOST, Noise.rowsPerDay(interval)));
        int early = Math.min(rows, ready + 2_000);
        double[] sums = IntStream.range(0, series)
                .parallel()
                .mapToObj(seed -> {
                    double[] often = anomalies(candidates.get(0), noise, seed);
                    double[] seldom = anomalies(candidates.get(1), noise, seed);
                    return new double[] {sum(often, ready, rows), sum(often, ready, early), sum(seldom, ready, rows)};
                })
                .reduce(new double[3], NoiseCommand::plus);
        double scale = 10_000.0 / series;
        return new double[] {
            scale * sums[0] / (rows - ready), scale * sums[1] / (early - ready), scale * sums[2] / (rows - ready)
        };
    }

    private double[] anomalies(Candidate candidate, Noise noise, int seed) {
        return candidate.grade(noise.readings(rows, seed, interval, features)).anomalies();
    }

    private static double sum(double[] numbers, int from, int to) {
        return IntStream.range(from, to).mapToDouble(row -> numbers[row]).sum();
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }
}
