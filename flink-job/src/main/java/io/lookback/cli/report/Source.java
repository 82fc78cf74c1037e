package io.lookback.cli.report;

import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import io.lookback.cli.files.SeriesFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file as it came: the instant and the values of every row, and its labels. Never shown to the detector. */
final class Source {

    private static final double MILLIS_PER_DAY = 86_400_000;

    private final long[] times;
    private final List<double[]> features;
    private final List<Span> labels;

    private final @Nullable String unreadLabel;

    private Source(long[] times, List<double[]> features, List<Span> labels, @Nullable String unreadLabel) {
        this.times = times;
        this.features = features;
        this.labels = labels;
        this.unreadLabel = unreadLabel;
    }

    /**
     * Reads the file.
     *
     * @param windows in place of the file's own label column, or null
     */
    static Source read(SeriesFile file, Duration interval, @Nullable Windows windows) {
        List<CsvRow> rows = new ArrayList<>();
        int width;
        String unreadLabel;
        try (CsvSeries series = CsvSeries.open(file, interval)) {
            width = series.features().size();
            series.forEachRemaining(rows::add);
            unreadLabel = series.unreadLabel().orElse(null);
        }
        long[] times = new long[rows.size()];
        boolean[] labeled = new boolean[rows.size()];
        List<double[]> features = new ArrayList<>();
        for (int feature = 0; feature < width; feature++) {
            double[] values = new double[rows.size()];
            Arrays.fill(values, Double.NaN);
            features.add(values);
        }
        for (int row = 0; row < rows.size(); row++) {
            times[row] = row == 0 ? 0 : times[row - 1];
            if (rows.get(row) instanceof CsvRow.Usable usable) {
                times[row] = usable.time();
                labeled[row] = usable.labeled();
                for (int feature = 0; feature < width; feature++) {
                    features.get(feature)[row] = usable.values().at(feature);
                }
            }
        }
        return windows == null
                ? new Source(times, features, Span.runs(labeled), unreadLabel)
                : new Source(times, features, windows.spans(file, times), null);
    }

    /** A text of the label column that is not understood; empty where all are, or windows stand for the column. */
    Optional<String> unreadLabel() {
        return Optional.ofNullable(unreadLabel);
    }

    int rows() {
        return times.length;
    }

    /** As detectors are judged by it; empty for a file whose rows all have one instant, which has no pace. */
    Optional<Labeled> labeled(String name) {
        return rowsPerDay().map(pace -> new Labeled(name, new Readings(times, features, pace), labels));
    }

    /** Instants of the first and last row of each label. */
    List<long[]> labelTimes() {
        return labels.stream()
                .map(span -> new long[] {times[span.first()], times[span.last()]})
                .toList();
    }

    /** From the usual distance of two rows; empty where all have one instant. */
    private Optional<Double> rowsPerDay() {
        long[] gaps = new long[Math.max(0, times.length - 1)];
        for (int row = 0; row < gaps.length; row++) {
            gaps[row] = times[row + 1] - times[row];
        }
        long[] positive = Arrays.stream(gaps).filter(gap -> gap > 0).sorted().toArray();
        return positive.length == 0 ? Optional.empty() : Optional.of(MILLIS_PER_DAY / positive[positive.length / 2]);
    }
}
