package io.lookback.cli.report;

import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Judged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Gathers the labelled series of a run and judges Lookback and the baselines by them: Lookback's score by events, its
 * severity by rows, as each is meant.
 */
final class Judgement {

    private final List<Judged> scores = new ArrayList<>();
    private final List<Judged> severities = new ArrayList<>();
    private final Map<Baseline, List<Judged>> baselines = new LinkedHashMap<>();
    private final List<String> series = new ArrayList<>();

    /** Takes a series; one of less than two rows has no pace and is left out. */
    void add(String name, Source source, Tape tape) {
        source.rowsPerDay().ifPresent(rowsPerDay -> {
            series.add(name);
            scores.add(judged(tape, TapedRow::score, source, rowsPerDay));
            severities.add(judged(tape, TapedRow::severity, source, rowsPerDay));
            int day = (int) Math.round(rowsPerDay);
            int season = day >= 2 && day <= source.rows() / 2 ? day : 1;
            for (Baseline baseline : Baseline.values()) {
                double[] given = baseline.score(source.features(), season);
                baselines
                        .computeIfAbsent(baseline, unused -> new ArrayList<>())
                        .add(new Judged(given, source.labels(), rowsPerDay));
            }
        });
    }

    /** Names of the series taken, in the order of the evaluations' columns. */
    List<String> series() {
        return List.copyOf(series);
    }

    List<Evaluation> evaluate(int buffer, double falseAlarmsPerDay) {
        List<Evaluation> evaluations = new ArrayList<>();
        evaluations.add(Evaluation.of("Lookback", scores, severities, buffer, falseAlarmsPerDay));
        baselines.forEach((baseline, given) ->
                evaluations.add(Evaluation.of(baseline.label(), given, given, buffer, falseAlarmsPerDay)));
        return evaluations;
    }

    private static Judged judged(Tape tape, ToDoubleFunction<TapedRow> of, Source source, double rowsPerDay) {
        double[] rows = new double[source.rows()];
        tape.rows().forEach(row -> rows[(int) row.row()] = of.applyAsDouble(row));
        return new Judged(rows, source.labels(), rowsPerDay);
    }
}
