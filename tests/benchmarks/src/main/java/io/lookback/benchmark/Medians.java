package io.lookback.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Middle values of what was measured. */
public final class Medians {

    private Medians() {}

    /** The middle value, the mean of the two middle ones of an even number; NaN of none. */
    public static double of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Median time of a call, in the benchmark's unit. */
    static double of(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    static void print(Collection<RunResult> results) {
        for (RunResult result : results) {
            String unit = result.getPrimaryResult().getScoreUnit();
            System.out.printf(Locale.ROOT, "%-55s median %9.2f %s%n", name(result.getParams()), of(result), unit);
        }
    }

    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        return params.getParamsKeys().stream()
                .map(key -> key + '=' + params.getParam(key))
                .collect(Collectors.joining(" ", method + ' ', ""));
    }
}
