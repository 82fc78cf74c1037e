package io.lookback.training;

import io.lookback.training.series.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Series from CSV files with a header: the first column is the time, every other column whose cells are numbers is one
 * series. Columns named {@code label}, {@code is_anomaly} or {@code anomaly} are left out, so are empty cells and
 * values that are not finite, and of several rows with one time the first counts.
 */
final class CsvSeries {

    private static final Set<String> LABELS = Set.of("label", "is_anomaly", "anomaly");
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private CsvSeries() {}

    /**
     * @param path a file, or a folder whose {@code .csv} files are read, subfolders included, in the order of their names
     * @throws IllegalArgumentException if there is no file, or a time cannot be read
     */
    static List<Series> read(Path path) throws IOException {
        List<Path> files = files(path);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "There is no .csv file under '%s'; point --data to one.", path));
        }
        List<Series> series = new ArrayList<>();
        for (Path file : files) {
            series.addAll(columns(file));
        }
        return series;
    }

    /** The files that {@link #read} reads. */
    static List<Path> files(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "There is no file or folder '%s'; point --data to one.", path));
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Series> columns(Path file) throws IOException {
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
            List<Column> columns = new ArrayList<>();
            for (CSVRecord row : parser) {
                if (row.getRecordNumber() == 1) {
                    columns.addAll(named(row));
                } else {
                    long time = time(file, row);
                    columns.forEach(column -> column.take(time, row));
                }
            }
            return columns.stream()
                    .filter(Column::isNumeric)
                    .map(Column::toSeries)
                    .toList();
        }
    }

    private static List<Column> named(CSVRecord header) {
        return IntStream.range(1, header.size())
                .filter(index -> !LABELS.contains(header.get(index).toLowerCase(Locale.ROOT)))
                .mapToObj(Column::new)
                .toList();
    }

    private static long time(Path file, CSVRecord row) {
        try {
            return Timestamps.parse(row.get(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s, record %d: %s", file, row.getRecordNumber(), e.getMessage()), e);
        }
    }

    /** One column being read. */
    private static final class Column {

        private final int index;
        private final TreeMap<Long, Double> values = new TreeMap<>();
        private boolean numeric = true;

        Column(int index) {
            this.index = index;
        }

        void take(long time, CSVRecord row) {
            String cell = row.size() > index ? row.get(index) : "";
            if (!cell.isEmpty()) {
                number(cell).ifPresent(value -> values.putIfAbsent(time, value));
            }
        }

        boolean isNumeric() {
            return numeric && !values.isEmpty();
        }

        Series toSeries() {
            return new Series(
                    values.keySet().stream().mapToLong(Long::longValue).toArray(),
                    values.values().stream().mapToDouble(Double::doubleValue).toArray());
        }

        private OptionalDouble number(String cell) {
            try {
                double value = Double.parseDouble(cell);
                return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
            } catch (NumberFormatException e) {
                numeric = false;
                return OptionalDouble.empty();
            }
        }
    }
}
