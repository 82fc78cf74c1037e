package io.lookback.benchmark.detection;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * A difference between two detectors and its standard error.
 *
 * @param error by bootstrap over series (Efron, Annals of Statistics 7(1), 1979)
 */
record Difference(double mean, double error) {

    private static final int SAMPLES = 2_000;
    private static final long SEED = 19;

    /**
     * The sum of the differences of the series, per weight.
     *
     * @param weights of the series, of which the sum counts
     */
    static Difference of(List<Double> differences, List<Double> weights) {
        int size = differences.size();
        if (size == 0) {
            return new Difference(Double.NaN, Double.NaN);
        }
        Random random = new Random(SEED);
        double[] samples = new double[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            double sum = 0;
            double weight = 0;
            for (int i = 0; i < size; i++) {
                int drawn = random.nextInt(size);
                sum += differences.get(drawn);
                weight += weights.get(drawn);
            }
            samples[s] = sum / weight;
        }
        double mean = sum(differences) / sum(weights);
        double center = DoubleStream.of(samples).average().orElse(Double.NaN);
        double squares = DoubleStream.of(samples)
                .map(sample -> (sample - center) * (sample - center))
                .sum();
        return new Difference(mean, Math.sqrt(squares / SAMPLES));
    }

    private static double sum(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The mean of differences that do not depend on each other. */
    static Difference mean(List<Difference> differences) {
        double mean =
                differences.stream().mapToDouble(Difference::mean).average().orElse(Double.NaN);
        double squares = differences.stream()
                .mapToDouble(each -> each.error * each.error)
                .sum();
        return new Difference(mean, Math.sqrt(squares) / differences.size());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.3f (%.3f)", mean, error);
    }
}
