package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Volume under the precision-recall surface (Paparrizos et al., Volume Under the Surface, PVLDB 15(11), 2022): the mean,
 * over buffers of 0 to L rows, of the area under a precision-recall curve whose labels fade out around the events. Needs
 * no threshold, and forgives a detection that is a little early or late.
 *
 * <p>With buffer {@code l}, a row at distance {@code d <= l/2} of an event counts {@code sqrt(1 - d/l)}. At a threshold,
 * {@code TP} is the sum over detections, precision is {@code TP} per detection, and recall is
 * {@code min(1, TP/(P + half of what lies in buffers))} times the share of events with a detection.
 */
public final class VusPr {

    private VusPr() {}

    /**
     * @param buffer the largest one, rows
     * @return 0..1; NaN without events
     */
    public static double of(Judged series, int buffer) {
        return of(series, buffer, 1);
    }

    /**
     * @param buffer the largest one, rows
     * @param step between the buffers over which the mean is taken, rows
     * @return 0..1; NaN without events
     */
    public static double of(Judged series, int buffer, int step) {
        if (series.events().isEmpty()) {
            return Double.NaN;
        }
        double sum = 0;
        for (int length = 0; length <= buffer; length += step) {
            sum += area(series, length);
        }
        return sum / (buffer / step + 1);
    }

    private static double area(Judged series, int length) {
        double[] labels = labels(series, length);
        boolean[] inside = inside(series);
        int[] merged = merged(series, length / 2);
        int events = Arrays.stream(merged).max().orElse(-1) + 1;
        boolean[] detected = new boolean[events];
        double positives = series.events().stream().mapToInt(Span::length).sum();
        int[] order = series.order();
        double truth = 0;
        double buffered = 0;
        double before = 0;
        double area = 0;
        int existing = 0;
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            truth += labels[row];
            buffered += inside[row] ? 0 : labels[row];
            if (merged[row] >= 0 && !detected[merged[row]]) {
                detected[merged[row]] = true;
                existing++;
            }
            if (i + 1 < order.length && series.score(order[i + 1]) == series.score(row)) {
                continue;
            }
            double recall = Math.min(1, truth / (positives + buffered / 2)) * existing / events;
            area += (recall - before) * truth / (i + 1);
            before = recall;
        }
        return area;
    }

    private static boolean[] inside(Judged series) {
        boolean[] inside = new boolean[series.rows()];
        for (Span event : series.events()) {
            Arrays.fill(inside, event.first(), event.last() + 1, true);
        }
        return inside;
    }

    private static double[] labels(Judged series, int length) {
        double[] labels = new double[series.rows()];
        for (Span event : series.events()) {
            for (int row = event.first(); row <= event.last(); row++) {
                labels[row] += 1;
            }
            for (int distance = 1; distance <= length / 2; distance++) {
                double share = Math.sqrt(1 - distance / (double) length);
                add(labels, event.first() - distance, share);
                add(labels, event.last() + distance, share);
            }
        }
        for (int row = 0; row < labels.length; row++) {
            labels[row] = Math.min(1, labels[row]);
        }
        return labels;
    }

    private static void add(double[] labels, int row, double share) {
        if (row >= 0 && row < labels.length) {
            labels[row] += share;
        }
    }

    /** For each row the number of the event in whose reach it lies, -1 for none; events whose reaches touch are one. */
    private static int[] merged(Judged series, int reach) {
        List<Span> spans = new ArrayList<>();
        for (Span event : series.events()) {
            int first = Math.max(0, event.first() - reach);
            int last = Math.min(series.rows() - 1, event.last() + reach);
            int previous = spans.size() - 1;
            if (previous >= 0 && first <= spans.get(previous).last()) {
                spans.set(previous, new Span(spans.get(previous).first(), last));
            } else {
                spans.add(new Span(first, last));
            }
        }
        int[] merged = new int[series.rows()];
        Arrays.fill(merged, -1);
        for (int index = 0; index < spans.size(); index++) {
            Arrays.fill(merged, spans.get(index).first(), spans.get(index).last() + 1, index);
        }
        return merged;
    }
}
