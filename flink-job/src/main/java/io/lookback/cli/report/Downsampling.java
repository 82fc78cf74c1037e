package io.lookback.cli.report;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Leaves out rows of a long series where its picture does not change: of every stretch it keeps the rows with the lowest
 * and the highest value of the features shown first, the highest score and the highest severity, and of the whole all
 * anomalies and both ends.
 */
final class Downsampling {

    private Downsampling() {}

    /**
     * @param shown features that the picture shows first
     * @param budget rows to keep, about
     */
    static List<RecordedRow> keep(List<RecordedRow> rows, List<Integer> shown, int budget) {
        if (rows.size() <= budget) {
            return rows;
        }
        BitSet kept = new BitSet(rows.size());
        int perStretch = 2 * shown.size() + 2;
        int stretches = Math.max(1, budget / perStretch);
        for (int stretch = 0; stretch < stretches; stretch++) {
            int first = (int) ((long) rows.size() * stretch / stretches);
            int end = (int) ((long) rows.size() * (stretch + 1) / stretches);
            for (int feature : shown) {
                highest(rows, first, end, row -> row.values().at(feature), kept);
                highest(rows, first, end, row -> -row.values().at(feature), kept);
            }
            highest(rows, first, end, RecordedRow::score, kept);
            highest(rows, first, end, RecordedRow::severity, kept);
        }
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).anomaly()) {
                kept.set(row);
            }
        }
        kept.set(0);
        kept.set(rows.size() - 1);
        return kept.stream().mapToObj(rows::get).toList();
    }

    private static void highest(
            List<RecordedRow> rows, int first, int end, ToDoubleFunction<RecordedRow> of, BitSet kept) {
        int best = first;
        double highest = Double.NEGATIVE_INFINITY;
        for (int row = first; row < end; row++) {
            double value = of.applyAsDouble(rows.get(row));
            if (value > highest) {
                highest = value;
                best = row;
            }
        }
        kept.set(best);
    }
}
