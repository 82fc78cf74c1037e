package io.lookback.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How the labels of one series move its threshold. They count in the order of their ends, each for what comes after its
 * end: a false alarm halves the rate of false alarms that the series may have, a real alert doubles it. The rate stays
 * within a sixteenth and four times of what the job was set to: four false alarms in a row, or two real alerts, say all
 * that can be said.
 *
 * <p>The threshold is a line in the logarithm of that rate, so a label moves it by the same step wherever it stands. To
 * the quiet side there is room for what a sixteenth is worth, two units of the level; to the loud side half of it, since
 * a series that is too loud is switched off, and then nothing is seen.
 *
 * <p>A pure function of the labels: the order of their arrival does not matter, and one that is taken away leaves no
 * trace.
 */
final class Thresholds {

    static final int MOST_HALVINGS = 4;
    static final int MOST_DOUBLINGS = 2;

    private final long[] ends;
    private final double[] factors;

    Thresholds(Collection<Label> labels) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingLong(Label::until).thenComparing(Label::id));
        ends = new long[sorted.size()];
        factors = new double[sorted.size()];
        int doublings = 0;
        for (int i = 0; i < ends.length; i++) {
            int step = sorted.get(i).verdict() == Label.Verdict.REAL ? 1 : -1;
            doublings = Math.max(-MOST_HALVINGS, Math.min(MOST_DOUBLINGS, doublings + step));
            ends[i] = sorted.get(i).until();
            factors[i] = Math.scalb(1.0, doublings);
        }
    }

    /** By what the accepted rate of false alarms is multiplied for a record of that event time, ms. */
    double rateFactor(long time) {
        int last = ends.length - 1;
        while (last >= 0 && ends[last] >= time) {
            last--;
        }
        return last < 0 ? 1 : factors[last];
    }
}
