package io.lookback.cli.files;

import io.lookback.cli.CliException;
import io.lookback.event.Features;
import io.lookback.event.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, read as they are asked for. The first column is the timestamp, if it looks like one; other
 * columns of numbers are the values, a column named {@code label} is not.
 */
public final class CsvSeries implements Iterator<CsvRow>, AutoCloseable {

    /** The instant of row 0 in files without timestamps: midnight, so that hours of the day make sense. */
    private static final Instant ROW_ZERO = Instant.parse("2000-01-01T00:00:00Z");

    private static final int SAMPLE_ROWS = 100;

    private final Path file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Deque<List<String>> sample;
    private final CsvLayout layout;
    private final Duration interval;
    private long number;

    private CsvSeries(Path file, CSVParser parser, Duration interval) {
        this.file = file;
        this.parser = parser;
        this.records = parser.iterator();
        this.sample = sample(records);
        this.layout = CsvLayout.of(List.copyOf(sample)).orElseThrow(() -> new NotASeries(file));
        this.interval = interval;
        if (layout.header()) {
            sample.removeFirst();
        }
    }

    /**
     * Opens the file; the caller closes the series.
     *
     * @param interval between the rows of a file that has no timestamps
     * @throws NotASeries if no column of the file holds numbers
     */
    public static CsvSeries open(Path file, Duration interval) {
        CSVParser parser = null;
        try {
            parser = CsvText.open(file);
            return new CsvSeries(file, parser, interval);
        } catch (IOException | RuntimeException failed) {
            closeQuietly(parser);
            throw failed instanceof CliException known ? known : unreadable(file, failed);
        }
    }

    /** Names of the value columns. */
    public Features features() {
        return layout.features();
    }

    @Override
    public boolean hasNext() {
        try {
            return !sample.isEmpty() || records.hasNext();
        } catch (UncheckedIOException failed) {
            throw unreadable(file, failed);
        }
    }

    @Override
    public CsvRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException(String.format(Locale.ROOT, "%s has %d rows", file, number));
        }
        List<String> row = sample.isEmpty() ? records.next().toList() : sample.removeFirst();
        return interpret(number++, row);
    }

    @Override
    public void close() {
        closeQuietly(parser);
    }

    private CsvRow interpret(long index, List<String> row) {
        Instant counted = ROW_ZERO.plus(interval.multipliedBy(index));
        String timestamp = layout.timestamps().isEmpty() ? counted.toString() : cell(row, 0);
        List<String> cells =
                layout.columns().stream().map(column -> cell(row, column)).toList();
        OptionalLong time = layout.timestamps().isEmpty()
                ? OptionalLong.of(counted.toEpochMilli())
                : layout.timestamps().get().parse(timestamp);
        if (time.isEmpty()) {
            return new CsvRow.Unusable(
                    index, timestamp, cells, String.format(Locale.ROOT, "'%s' is not a timestamp", timestamp));
        }
        if (row.size() < layout.width()) {
            String reason = String.format(Locale.ROOT, "%d cells where %d are expected", row.size(), layout.width());
            return new CsvRow.Unusable(index, timestamp, cells, reason);
        }
        return withValues(index, timestamp, cells, time.getAsLong(), labelled(row));
    }

    private CsvRow withValues(long index, String timestamp, List<String> cells, long time, boolean labelled) {
        double[] values = new double[cells.size()];
        for (int feature = 0; feature < values.length; feature++) {
            OptionalDouble value = Numbers.parse(cells.get(feature));
            if (value.isEmpty()) {
                String reason = String.format(
                        Locale.ROOT,
                        "'%s' in column '%s' is not a number",
                        cells.get(feature),
                        features().names().get(feature));
                return new CsvRow.Unusable(index, timestamp, cells, reason);
            }
            values[feature] = value.getAsDouble();
        }
        return new CsvRow.Usable(index, timestamp, cells, time, Values.of(values), labelled);
    }

    private boolean labelled(List<String> row) {
        if (layout.label().isEmpty()) {
            return false;
        }
        String label = cell(row, layout.label().getAsInt()).strip();
        return label.equalsIgnoreCase("true") || Numbers.parse(label).orElse(0) > 0;
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }

    private static Deque<List<String>> sample(Iterator<CSVRecord> records) {
        Deque<List<String>> sample = new ArrayDeque<>();
        while (sample.size() <= SAMPLE_ROWS && records.hasNext()) {
            sample.add(new ArrayList<>(records.next().toList()));
        }
        return sample;
    }

    private static CliException unreadable(Path file, Exception failed) {
        return new CliException(String.format(Locale.ROOT, "%s cannot be read: %s", file, failed.getMessage()), failed);
    }

    private static void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception unread) {
            // Nothing is lost: the file was only read.
        }
    }

    /** A file without a column of numbers. */
    public static final class NotASeries extends CliException {

        private static final long serialVersionUID = 1L;

        NotASeries(Path file) {
            super(String.format(
                    Locale.ROOT,
                    "%s is not a series: none of its columns holds numbers (first column the timestamp, others the values)",
                    file));
        }
    }
}
