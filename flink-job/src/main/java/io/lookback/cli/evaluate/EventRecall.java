package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Events that have a detection at the lowest threshold, the same for all series, that keeps false alarms within a budget
 * a day. A false alarm is a slot of consecutive rows with a detection outside events; time inside events does not count
 * as normal.
 */
public final class EventRecall {

    private static final double ROUNDING = 1e-9;

    /**
     * @param recall share of the events found; NaN without events
     * @param threshold a detection lies above it
     * @param falseAlarms at that threshold
     * @param days of normal time
     * @param medianDelay rows from an event's beginning to its first detection, over the events found; NaN for none
     */
    public record Result(
            double recall, double threshold, int falseAlarms, double days, double medianDelay, int events) {

        /** Events found. */
        public int found() {
            return events == 0 ? 0 : (int) Math.round(recall * events);
        }
    }

    private EventRecall() {}

    /** @param slot rows of a false alarm */
    public static Result of(List<Judged> series, double falseAlarmsPerDay, int slot) {
        List<Double> peaks = new ArrayList<>();
        double days = 0;
        int events = 0;
        for (Judged each : series) {
            days += normalPeaks(each, slot, peaks) / each.rowsPerDay();
            events += each.events().size();
        }
        peaks.sort(Collections.reverseOrder());
        int allowed = (int) Math.floor(falseAlarmsPerDay * days + ROUNDING);
        double threshold = allowed < peaks.size() ? peaks.get(allowed) : Double.NEGATIVE_INFINITY;
        List<Integer> delays = new ArrayList<>();
        series.forEach(each -> delays(each, threshold, delays));
        int alarms = (int) peaks.stream().filter(peak -> peak > threshold).count();
        double recall = events == 0 ? Double.NaN : delays.size() / (double) events;
        return new Result(recall, threshold, alarms, days, median(delays), events);
    }

    /** Events of one series with a detection above the threshold. */
    public static int found(Judged series, double threshold) {
        List<Integer> delays = new ArrayList<>();
        delays(series, threshold, delays);
        return delays.size();
    }

    /** Adds the highest normal score of each slot. Returns the number of normal rows. */
    private static int normalPeaks(Judged series, int slot, List<Double> peaks) {
        boolean[] normal = new boolean[series.rows()];
        Arrays.fill(normal, true);
        series.events().forEach(event -> Arrays.fill(normal, event.first(), event.last() + 1, false));
        int rows = 0;
        double peak = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < normal.length; row++) {
            if (normal[row]) {
                rows++;
                peak = Math.max(peak, series.score(row));
            }
            boolean slotEnds = row % slot == slot - 1 || row == normal.length - 1;
            if (slotEnds && peak > Double.NEGATIVE_INFINITY) {
                peaks.add(peak);
            }
            peak = slotEnds ? Double.NEGATIVE_INFINITY : peak;
        }
        return rows;
    }

    private static void delays(Judged series, double threshold, List<Integer> delays) {
        for (Span event : series.events()) {
            for (int row = event.first(); row <= event.last(); row++) {
                if (series.score(row) > threshold) {
                    delays.add(row - event.first());
                    break;
                }
            }
        }
    }

    private static double median(List<Integer> delays) {
        if (delays.isEmpty()) {
            return Double.NaN;
        }
        List<Integer> sorted = delays.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
