package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import java.util.Arrays;
import java.util.List;

/**
 * A labeled series of which detectors see every row and are judged by the later ones.
 *
 * @param unjudged rows at the beginning
 */
record Trial(Labeled series, int unjudged) {

    static Trial of(String name, Readings readings, List<Span> events) {
        return new Trial(new Labeled(name, readings, events), 0);
    }

    Readings readings() {
        return series.readings();
    }

    /** The rows that count. */
    Labeled judged() {
        if (unjudged == 0) {
            return series;
        }
        int rows = readings().rows();
        Readings later = new Readings(
                Arrays.copyOfRange(readings().times(), unjudged, rows),
                readings().features().stream()
                        .map(values -> Arrays.copyOfRange(values, unjudged, rows))
                        .toList(),
                readings().rowsPerDay());
        List<Span> events = series.events().stream()
                .map(event -> new Span(event.first() - unjudged, event.last() - unjudged))
                .toList();
        return new Labeled(series.name(), later, events);
    }

    /** What a detector said of the rows that count. */
    DetectorOutput judged(DetectorOutput graded) {
        return new DetectorOutput(later(graded.scores()), later(graded.severities()), later(graded.anomalies()));
    }

    private double[] later(double[] scores) {
        return scores.length == 0 ? scores : Arrays.copyOfRange(scores, unjudged, scores.length);
    }
}
