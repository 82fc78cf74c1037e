package io.lookback.cell;

import io.lookback.event.AttendedStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

/** Picks the steps that received most of a cell's attention. */
final class TopWeights {

    private static final Comparator<AttendedStep> BY_WEIGHT =
            Comparator.comparingDouble(AttendedStep::weight).thenComparingLong(AttendedStep::time);

    private TopWeights() {}

    /**
     * @param weights one for each row
     * @param time event-time ms of each row
     * @return largest weight first
     */
    static List<AttendedStep> of(float[] weights, IntToLongFunction time, int most) {
        PriorityQueue<AttendedStep> best = new PriorityQueue<>(BY_WEIGHT);
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                best.add(new AttendedStep(time.applyAsLong(row), weights[row]));
            }
            if (best.size() > most) {
                best.poll();
            }
        }
        List<AttendedStep> sorted = new ArrayList<>(best);
        sorted.sort(BY_WEIGHT.reversed());
        return sorted;
    }
}
