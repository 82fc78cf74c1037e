package io.lookback.benchmark;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** The straight line over {@code t} through the medians of everything that was measured at three lengths or more. */
final class StepCostReport {

    private static final int FEWEST = 3;

    private StepCostReport() {}

    static void print(Collection<RunResult> results) {
        Map<String, List<RunResult>> byName = results.stream()
                .collect(Collectors.groupingBy(
                        result -> name(result.getParams()), LinkedHashMap::new, Collectors.toList()));
        byName.forEach((name, over) -> {
            if (over.size() >= FEWEST) {
                print(name, over);
            }
        });
    }

    private static void print(String name, List<RunResult> over) {
        double[] t = over.stream()
                .mapToDouble(result -> Double.parseDouble(result.getParams().getParam("t")))
                .toArray();
        double[] medians = over.stream().mapToDouble(Medians::of).toArray();
        StraightLine line = StraightLine.through(t, medians);
        System.out.printf(
                Locale.ROOT,
                "%-45s %.2f us + %.3f us per 100 rows, R^2 = %.4f%n",
                name,
                line.intercept(),
                100 * line.slope(),
                line.determination());
    }

    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        String cell = Optional.ofNullable(params.getParam("cell"))
                .map(kind -> kind + ' ')
                .orElse("");
        return method + ' ' + cell + params.getParam("units");
    }
}
