package io.lookback.cli.files;

import io.lookback.cli.CliException;
import io.lookback.event.Features;
import io.lookback.event.Values;
import io.lookback.wire.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one series of a file, read as they are asked for. Which column is the timestamp, which ones are values and
 * how they are written is found out before from all rows, see {@link CsvLayout}; a column named {@code label} is not a value.
 */
public final class CsvSeries implements Iterator<CsvRow>, AutoCloseable {

    /** The instant of row 0 in files without timestamps: midnight, so that hours of the day make sense. */
    private static final Instant ROW_ZERO = Instant.parse("2000-01-01T00:00:00Z");

    /** By which the columns are judged; of a longer file the first ones. */
    private static final int MOST_ROWS_JUDGED = 100_000;

    private static final Set<String> ANOMALOUS = Set.of("true", "t", "yes", "y", "anomaly", "anomalous");
    private static final Set<String> NORMAL = Set.of("false", "f", "no", "n", "normal");

    private static final int SHOWN_CELLS = 5;

    private final Path file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final CsvLayout layout;
    private final Duration interval;
    private final @Nullable String key;
    private @Nullable CSVRecord next;
    private @Nullable String unreadLabel;
    private long number;

    private CsvSeries(Path file, CSVParser parser, CsvLayout layout, Duration interval, @Nullable String key) {
        this.file = file;
        this.parser = parser;
        this.records = parser.iterator();
        this.layout = layout;
        this.interval = interval;
        this.key = key;
        if (layout.header() && records.hasNext()) {
            records.next();
        }
    }

    /**
     * Opens all rows of a file; the caller closes the series.
     *
     * @param interval between the rows of a file that has no timestamps
     * @throws NotASeries if no column of the file holds numbers
     */
    public static CsvSeries open(Path file, Duration interval) {
        return open(file, interval, null);
    }

    /** The same of the rows that belong to one series. */
    public static CsvSeries open(SeriesFile series, Duration interval) {
        return open(series.file(), interval, series.key());
    }

    private static CsvSeries open(Path file, Duration interval, @Nullable String key) {
        CSVParser parser = null;
        try {
            if (CsvText.compressed(file)) {
                throw new IOException("it is compressed, or a workbook. Unpack it, or export it as CSV.");
            }
            CsvText.Form form = CsvText.form(file);
            CsvLayout layout = layout(file, form);
            parser = CsvText.open(file, form);
            return new CsvSeries(file, parser, layout, interval, key);
        } catch (IOException | RuntimeException failed) {
            closeQuietly(parser);
            throw failed instanceof CliException known ? known : unreadable(file, failed);
        }
    }

    /**
     * The keys of the series that share the file; empty where all of its rows are one.
     *
     * @throws NotASeries if no column of the file holds numbers
     */
    static List<String> keys(Path file) {
        Set<String> keys = new LinkedHashSet<>();
        try (CsvSeries rows = open(file, Duration.ofMinutes(1))) {
            while (!rows.layout.keys().isEmpty() && rows.hasNext()) {
                keys.add(rows.key(rows.take()));
            }
        }
        return List.copyOf(keys);
    }

    private static CsvLayout layout(Path file, CsvText.Form form) throws IOException {
        try (CSVParser parser = CsvText.open(file, form)) {
            List<List<String>> rows = firstRows(parser);
            return CsvLayout.of(rows, form.delimiter()).orElseThrow(() -> new NotASeries(file, rows));
        }
    }

    private static List<List<String>> firstRows(CSVParser parser) throws IOException {
        try {
            return parser.stream()
                    .limit(MOST_ROWS_JUDGED)
                    .map(CSVRecord::toList)
                    .toList();
        } catch (UncheckedIOException failed) {
            throw CsvText.failure(parser, failed);
        }
    }

    /** Names of the value columns. */
    public Features features() {
        return layout.features();
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && records.hasNext()) {
                CSVRecord record = records.next();
                if (key == null || key.equals(key(record))) {
                    next = record;
                }
            }
            return next != null;
        } catch (UncheckedIOException failed) {
            throw unreadable(file, CsvText.failure(parser, failed));
        }
    }

    @Override
    public CsvRow next() {
        return interpret(number++, take());
    }

    private CSVRecord take() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException(String.format(Locale.ROOT, "%s has %d rows", file, number));
        }
        CSVRecord taken = next;
        next = null;
        return taken;
    }

    @Override
    public void close() {
        closeQuietly(parser);
    }

    private String key(CSVRecord record) {
        return layout.keys().stream()
                .map(column -> cell(record, column).strip())
                .collect(Collectors.joining("/"));
    }

    private CsvRow interpret(long index, CSVRecord record) {
        Instant counted = ROW_ZERO.plus(interval.multipliedBy(index));
        List<String> cells = layout.columns().stream()
                .map(column -> column.style().plain(cell(record, column.index())))
                .toList();
        String timestamp = layout.time().map(time -> cell(record, time.index())).orElseGet(counted::toString);
        OptionalLong time = layout.time()
                .map(column -> column.format().parse(timestamp))
                .orElseGet(() -> OptionalLong.of(counted.toEpochMilli()));
        Row row = new Row(index, parser.getCurrentLineNumber(), timestamp, cells);
        if (time.isEmpty()) {
            return row.unusable(String.format(Locale.ROOT, "'%s' is not a timestamp", Excerpt.of(timestamp)));
        }
        if (record.size() < layout.width()) {
            return row.unusable(
                    String.format(Locale.ROOT, "%d cells where %d are expected", record.size(), layout.width()));
        }
        return withValues(row, time.getAsLong(), record);
    }

    private CsvRow withValues(Row row, long time, CSVRecord record) {
        double[] values = new double[row.cells.size()];
        for (int feature = 0; feature < values.length; feature++) {
            CsvLayout.ValueColumn column = layout.columns().get(feature);
            OptionalDouble value = column.style().parse(cell(record, column.index()));
            if (value.isEmpty()) {
                return row.unusable(String.format(
                        Locale.ROOT,
                        "'%s' in column '%s' is not a number",
                        Excerpt.of(row.cells.get(feature)),
                        features().names().get(feature)));
            }
            values[feature] = value.getAsDouble();
        }
        return new CsvRow.Usable(row.index, row.timestamp, row.cells, time, Values.of(values), labeled(record));
    }

    /** The first text of the rows read so far that says neither that a row is anomalous nor that it is not. */
    public Optional<String> unreadLabel() {
        return Optional.ofNullable(unreadLabel);
    }

    private boolean labeled(CSVRecord record) {
        if (layout.label().isEmpty()) {
            return false;
        }
        String label = cell(record, layout.label().getAsInt()).strip().toLowerCase(Locale.ROOT);
        OptionalDouble number = NumberStyle.PLAIN.parse(label);
        if (unreadLabel == null && number.isEmpty() && !ANOMALOUS.contains(label) && !NORMAL.contains(label)) {
            unreadLabel = label;
        }
        return ANOMALOUS.contains(label) || number.orElse(0) > 0;
    }

    private static String cell(CSVRecord record, int column) {
        return column < record.size() ? record.get(column) : "";
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

    /** What every row has. */
    private record Row(long index, long line, String timestamp, List<String> cells) {

        CsvRow unusable(String reason) {
            return new CsvRow.Unusable(index, timestamp, cells, line, reason);
        }
    }

    /** A file without a column of numbers. */
    public static final class NotASeries extends CliException {

        private static final long serialVersionUID = 1L;

        NotASeries(Path file, List<List<String>> rows) {
            super(String.format(
                    Locale.ROOT, "%s is not a series: none of its columns holds numbers%s", file, example(rows)));
        }

        private static String example(List<List<String>> rows) {
            if (rows.isEmpty()) {
                return " (it has no row)";
            }
            if (rows.size() == 1) {
                return String.format(Locale.ROOT, " (it has one row: %s)", shown(rows.get(0)));
            }
            return String.format(Locale.ROOT, " (the second row is %s)", shown(rows.get(1)));
        }

        private static List<String> shown(List<String> row) {
            List<String> shown = new ArrayList<>();
            for (String cell : row.subList(0, Math.min(row.size(), SHOWN_CELLS))) {
                shown.add(cell.length() < 40 ? cell : cell.substring(0, 40) + "...");
            }
            return shown;
        }
    }
}
