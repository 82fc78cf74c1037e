package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Evaluation;
import java.util.Locale;

/**
 * What one detector is worth on one corpus.
 *
 * @param nab score at the threshold that is best for it
 * @param nabAsSet score of the rows that it calls anomalous; NaN if it is not set
 * @param found of the events, under the corpus' budget of false alarms
 */
record Figures(double nab, double nabAsSet, double vusPr, int found, int events) {

    static final String[] NAMES = {"NAB score", "as set", "VUS-PR", "events found"};

    static Figures of(Evaluation evaluation) {
        return new Figures(
                evaluation.nab().score(),
                evaluation.nabAsSet(),
                evaluation.meanVusPr(),
                evaluation.recall().found(),
                evaluation.recall().events());
    }

    /** The better of each figure, by itself. */
    Figures best(Figures other) {
        return new Figures(
                Math.max(nab, other.nab),
                Math.max(nabAsSet, other.nabAsSet),
                Math.max(vusPr, other.vusPr),
                Math.max(found, other.found),
                events);
    }

    /** Cells of a row. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, " %.1f | %.1f | %.3f | %d of %d |", nab, nabAsSet, vusPr, found, events);
    }
}
