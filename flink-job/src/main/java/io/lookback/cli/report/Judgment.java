package io.lookback.cli.report;

import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Terms;
import io.lookback.detection.DetectionSpec;
import io.lookback.wire.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Gathers the labeled series of a run and judges Lookback and the baselines by them: Lookback's score by events, its
 * severity by rows, as each is meant.
 */
final class Judgment {

    private final List<Labeled> series = new ArrayList<>();
    private final List<DetectorOutput> graded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Takes a series; one without a pace is left out. */
    void add(String name, Source source, Recording recording) {
        source.unreadLabel()
                .ifPresent(text -> warnings.add(String.format(
                        Locale.ROOT,
                        "Series '%s' has a column 'label' with the text '%s', which counts as normal: give 1 or 0, true or false, yes or no.",
                        name,
                        Excerpt.of(text))));
        source.labeled(name).ifPresent(labeled -> {
            series.add(labeled);
            graded.add(graded(recording, source.rows()));
        });
    }

    /** Names of the series taken, in the order of the evaluations' columns. */
    List<String> series() {
        return series.stream().map(Labeled::name).toList();
    }

    /** Of series whose labels are not understood. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    boolean hasEvents() {
        return series.stream().anyMatch(each -> !each.events().isEmpty());
    }

    List<Evaluation> evaluate(List<Baseline> baselines, DetectionSpec detection, Terms terms) {
        List<Evaluation> evaluations = new ArrayList<>();
        evaluations.add(Evaluation.of("Lookback", series, graded, terms));
        for (Baseline baseline : baselines) {
            List<DetectorOutput> given = series.parallelStream()
                    .map(each -> baseline.grade(each.readings(), detection))
                    .toList();
            evaluations.add(Evaluation.of(baseline.label(), series, given, terms));
        }
        return evaluations;
    }

    /** Rows without a score have 0. */
    private static DetectorOutput graded(Recording recording, int rows) {
        DetectorOutput graded = new DetectorOutput(new double[rows], new double[rows], new double[rows]);
        for (RecordedRow row : recording.rows()) {
            int at = (int) row.row();
            graded.scores()[at] = row.score();
            graded.severities()[at] = row.severity();
            graded.anomalies()[at] = row.anomaly() ? 1 : 0;
        }
        return graded;
    }
}
