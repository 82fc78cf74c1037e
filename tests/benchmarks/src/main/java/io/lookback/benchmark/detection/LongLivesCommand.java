package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Readings;
import io.lookback.detection.DetectionSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run detection long-lives}. */
@Command(
        name = "long-lives",
        showDefaultValues = true,
        description = "Noise for years: alarms of its stretches, and after its level has shifted for good.")
final class LongLivesCommand implements Callable<Integer> {

    private static final int DAY = Noise.ROWS_PER_DAY;
    private static final int WEEK = 7 * DAY;
    private static final int AFTER = 10_000;
    private static final int[] AGES = {5_000, 100_000};
    private static final double[] SHIFTS = {0, 5, 20};

    @Option(names = "--detector", defaultValue = "none")
    private String detector = "";

    @Option(names = "--series", defaultValue = "4", description = "Of each kind.")
    private int series;

    @Option(names = "--stretches", defaultValue = "8", description = "Of 100,000 rows each.")
    private int stretches;

    @Option(names = "--kinds", split = ",", defaultValue = "GAUSSIAN,DAILY")
    private List<Noise> kinds = List.of();

    @Override
    public Integer call() {
        Candidate candidate = Candidate.of(detector, DetectionSpec.DEFAULT);
        System.out.println("Alarms in 10,000 records, in each 100,000\n");
        for (Noise noise : kinds) {
            System.out.println(name(noise) + ": " + Arrays.toString(rates(candidate, noise)));
        }
        System.out.println("\n| a level shifts for good | first day | next six days | until record 10,000 |");
        System.out.println("|---|---|---|---|");
        kinds.forEach(noise -> printShifts(candidate, noise));
        return 0;
    }

    private void printShifts(Candidate candidate, Noise noise) {
        for (int age : AGES) {
            for (double shift : SHIFTS) {
                double[] alarms = shifted(candidate, noise, age, shift);
                System.out.printf(
                        Locale.ROOT,
                        "| %s, by %.0f deviations, after %d records | %.1f | %.1f | %.1f |%n",
                        name(noise),
                        shift,
                        age,
                        alarms[0],
                        alarms[1],
                        alarms[2]);
            }
        }
    }

    private static String name(Noise noise) {
        return noise.name().toLowerCase(Locale.ROOT);
    }

    private double[] rates(Candidate candidate, Noise noise) {
        int stretch = 100_000;
        double[] rates = mean(seed -> {
            double[] anomalies =
                    candidate.grade(noise.readings(stretches * stretch, seed)).anomalies();
            return IntStream.range(0, stretches)
                    .mapToDouble(number -> sum(anomalies, number * stretch, (number + 1) * stretch) / 10)
                    .toArray();
        });
        return Arrays.stream(rates).map(rate -> Math.round(10 * rate) / 10.0).toArray();
    }

    private double[] shifted(Candidate candidate, Noise noise, int age, double deviations) {
        return mean(seed -> {
            Readings level = noise.readings(age + AFTER, seed);
            double[] values = level.features().get(0).clone();
            double shift = deviations * deviation(values);
            for (int row = age; row < values.length; row++) {
                values[row] += shift;
            }
            double[] anomalies = candidate
                    .grade(new Readings(level.times(), List.of(values), level.rowsPerDay()))
                    .anomalies();
            return new double[] {
                sum(anomalies, age, age + DAY),
                sum(anomalies, age + DAY, age + WEEK),
                sum(anomalies, age + WEEK, age + AFTER)
            };
        });
    }

    private interface OfSeed {
        double[] of(long seed);
    }

    private double[] mean(OfSeed figures) {
        List<double[]> all =
                LongStream.range(0, series).parallel().mapToObj(figures::of).toList();
        return IntStream.range(0, all.get(0).length)
                .mapToDouble(
                        i -> all.stream().mapToDouble(one -> one[i]).average().orElseThrow())
                .toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static double sum(double[] numbers, int from, int to) {
        return Arrays.stream(numbers, from, to).sum();
    }
}
