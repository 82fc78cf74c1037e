package io.lookback.cli.report;

import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Judged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the labelled series of a run and judges Lookback and the baselines by them. */
final class Judgement {

    private static final String LOOKBACK = "Lookback";

    private final Map<String, List<Judged>> byDetector = new LinkedHashMap<>();
    private final List<String> series = new ArrayList<>();

    /** Takes a series; one of less than two rows has no pace and is left out. */
    void add(String name, Source source, Tape tape) {
        source.rowsPerDay().ifPresent(rowsPerDay -> {
            series.add(name);
            double[] scores = new double[source.rows()];
            tape.rows().forEach(row -> scores[(int) row.row()] = row.score());
            add(LOOKBACK, scores, source, rowsPerDay);
            int day = (int) Math.round(rowsPerDay);
            int season = day >= 2 && day <= source.rows() / 2 ? day : 1;
            for (Baseline baseline : Baseline.values()) {
                add(baseline.label(), baseline.score(source.features(), season), source, rowsPerDay);
            }
        });
    }

    /** Names of the series taken, in the order of the evaluations' columns. */
    List<String> series() {
        return List.copyOf(series);
    }

    List<Evaluation> evaluate(int buffer, double falseAlarmsPerDay) {
        return byDetector.entrySet().stream()
                .map(each -> Evaluation.of(each.getKey(), each.getValue(), buffer, falseAlarmsPerDay))
                .toList();
    }

    private void add(String detector, double[] scores, Source source, double rowsPerDay) {
        byDetector
                .computeIfAbsent(detector, unused -> new ArrayList<>())
                .add(new Judged(scores, source.labels(), rowsPerDay));
    }
}
