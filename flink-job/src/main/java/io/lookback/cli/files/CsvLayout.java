package io.lookback.cli.files;

import io.lookback.event.Features;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a file keeps what, found out from all of its rows.
 *
 * @param header whether the first row names the columns
 * @param time where the timestamps stand; empty where the file has none
 * @param columns of the values
 * @param features their names, in the same order
 * @param keys columns of text that say which series a row belongs to, in a file of one row for each series and instant
 *     (<i>long format</i>); empty where every row belongs to the same
 * @param label index of the label column
 * @param width number of cells of a row
 */
record CsvLayout(
        boolean header,
        Optional<TimeColumn> time,
        List<ValueColumn> columns,
        Features features,
        List<Integer> keys,
        OptionalInt label,
        int width) {

    private static final Set<String> TIME_NAMES = Set.of(
            "timestamp",
            "time",
            "ts",
            "date",
            "datetime",
            "date_time",
            "@timestamp",
            "_time",
            "zeit",
            "datum",
            "zeitstempel",
            "date/time",
            "date time",
            "period",
            "timestamp_utc");
    private static final String LABEL = "label";

    /** A series whose names are as many as its rows is not a series. */
    private static final int MOST_KEYS = 10_000;

    /** @param index of the column */
    record TimeColumn(int index, TimestampFormat format) {}

    /** @param index of the column */
    record ValueColumn(int index, NumberStyle style) {}

    /**
     * Empty if no column holds numbers.
     *
     * @param delimiter that separates the cells: where it is a semicolon, a comma is rather a decimal one
     * @throws IllegalArgumentException if more columns hold numbers than a series has values
     */
    static Optional<CsvLayout> of(List<List<String>> rows, char delimiter) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean header = !looksLikeData(rows.get(0));
        List<List<String>> data = header ? rows.subList(1, rows.size()) : rows;
        if (data.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = header ? rows.get(0) : List.of();
        int width = names.isEmpty() ? data.get(0).size() : names.size();
        List<List<String>> cells = IntStream.range(0, width)
                .mapToObj(column -> column(column, data))
                .toList();
        return new Builder(names, cells, delimiter).build();
    }

    /** Headers may be called {@code 1} or nothing, but not all of them, and none of them is an instant. */
    private static boolean looksLikeData(List<String> row) {
        boolean numbers = row.stream()
                .allMatch(cell -> NumberStyle.missing(cell)
                        || !NumberStyle.of(List.of(cell)).isEmpty());
        return numbers
                || row.stream()
                        .anyMatch(cell -> NumberStyle.of(List.of(cell)).isEmpty()
                                && TimestampFormat.ofColumn(List.of(cell), false)
                                        .isPresent());
    }

    private static List<String> column(int column, List<List<String>> data) {
        return data.stream()
                .map(row -> column < row.size() ? row.get(column) : "")
                .toList();
    }

    /** Of the columns, one after the other: a column has one role only. */
    private static final class Builder {

        private final List<String> names;
        private final List<List<String>> cells;
        private final char delimiter;

        Builder(List<String> names, List<List<String>> cells, char delimiter) {
            this.names = names;
            this.cells = cells;
            this.delimiter = delimiter;
        }

        Optional<CsvLayout> build() {
            Optional<TimeColumn> time = time();
            OptionalInt label = IntStream.range(0, names.size())
                    .filter(column -> name(column).equals(LABEL))
                    .findFirst();
            List<Integer> others = IntStream.range(0, cells.size())
                    .filter(column -> time.isEmpty() || column != time.get().index())
                    .filter(column -> label.isEmpty() || column != label.getAsInt())
                    .boxed()
                    .toList();
            List<ValueColumn> values = values(others);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            requireRoom(values.size());
            Set<Integer> taken = values.stream().map(ValueColumn::index).collect(Collectors.toSet());
            List<Integer> texts =
                    others.stream().filter(column -> !taken.contains(column)).toList();
            return Optional.of(new CsvLayout(
                    !names.isEmpty(),
                    time,
                    values,
                    new Features(distinct(values)),
                    keys(time, texts),
                    label,
                    cells.size()));
        }

        private static void requireRoom(int values) {
            if (values > Features.MAX_FEATURES) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%d of its columns hold numbers, and a series has %d values at most. Give files with fewer columns.",
                        values,
                        Features.MAX_FEATURES));
            }
        }

        private String name(int column) {
            return column < names.size() ? names.get(column).strip().toLowerCase(Locale.ROOT) : "";
        }

        /** A column that is called a time is one, even if nothing in it can be read; otherwise the first that reads so. */
        private Optional<TimeColumn> time() {
            List<Integer> named = IntStream.range(0, cells.size())
                    .filter(column -> TIME_NAMES.contains(name(column)))
                    .boxed()
                    .toList();
            for (int column : named) {
                Optional<TimestampFormat> format = TimestampFormat.ofColumn(cells.get(column), true);
                if (format.isPresent()) {
                    return Optional.of(new TimeColumn(column, format.get()));
                }
            }
            Optional<TimeColumn> found = IntStream.range(0, cells.size())
                    .mapToObj(column -> TimestampFormat.ofColumn(cells.get(column), false)
                            .map(format -> new TimeColumn(column, format)))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparing((TimeColumn column) -> numeric(column.index()))
                            .thenComparing(TimeColumn::index));
            return found.isEmpty() && !named.isEmpty()
                    ? Optional.of(new TimeColumn(named.get(0), TimestampFormat.AUTO))
                    : found;
        }

        private boolean numeric(int column) {
            return cells.get(column).stream()
                    .filter(cell -> !NumberStyle.missing(cell))
                    .allMatch(cell -> NumberStyle.PLAIN.parse(cell).isPresent());
        }

        /** Mostly numbers: one broken cell makes a broken row, not a column of text. */
        private List<ValueColumn> values(List<Integer> columns) {
            Map<Integer, List<NumberStyle>> styles = columns.stream()
                    .collect(Collectors.toMap(Function.identity(), column -> NumberStyle.of(cells.get(column))));
            List<NumberStyle> certain = styles.values().stream()
                    .filter(style -> style.size() == 1)
                    .map(style -> style.get(0))
                    .toList();
            List<ValueColumn> values = new ArrayList<>();
            for (int column : columns) {
                List<NumberStyle> possible = styles.getOrDefault(column, List.of());
                if (!possible.isEmpty()) {
                    NumberStyle style = preferred(possible, certain, cells.get(column));
                    if (mostly(column, style)) {
                        values.add(new ValueColumn(column, style));
                    }
                }
            }
            return values;
        }

        /** What other columns are certain of, else what the delimiter suggests, else the plainest. */
        private NumberStyle preferred(List<NumberStyle> possible, List<NumberStyle> certain, List<String> column) {
            if (possible.size() == 1) {
                return possible.get(0);
            }
            for (NumberStyle style : List.of(NumberStyle.COMMA, NumberStyle.GROUPED)) {
                if (possible.contains(style) && certain.contains(style)) {
                    return style;
                }
            }
            boolean commas = column.stream().anyMatch(cell -> cell.indexOf(',') >= 0);
            return commas && delimiter == ';' && possible.contains(NumberStyle.COMMA)
                    ? NumberStyle.COMMA
                    : possible.get(0);
        }

        private boolean mostly(int column, NumberStyle style) {
            List<String> filled = cells.get(column).stream()
                    .filter(cell -> !NumberStyle.missing(cell))
                    .toList();
            long numbers = filled.stream()
                    .filter(cell -> style.parse(cell).isPresent())
                    .count();
            return numbers * 2 > filled.size();
        }

        /** Columns of text without which one instant has several rows, and with which it has one of each. */
        private List<Integer> keys(Optional<TimeColumn> time, List<Integer> texts) {
            List<Integer> filled = texts.stream()
                    .filter(column -> cells.get(column).stream().anyMatch(cell -> !cell.isBlank()))
                    .toList();
            if (time.isEmpty() || filled.isEmpty()) {
                return List.of();
            }
            List<String> times = cells.get(time.get().index());
            Set<String> instants = new HashSet<>();
            Set<List<String>> rows = new HashSet<>();
            Set<String> series = new HashSet<>();
            for (int row = 0; row < times.size(); row++) {
                String key = key(row, filled);
                instants.add(times.get(row));
                rows.add(List.of(times.get(row), key));
                series.add(key);
            }
            boolean repeated = 10L * instants.size() < 9L * times.size();
            boolean told = 10L * rows.size() >= 9L * times.size() && 2L * series.size() <= times.size();
            return repeated && told && series.size() > 1 && series.size() <= MOST_KEYS ? filled : List.of();
        }

        private String key(int row, List<Integer> columns) {
            return columns.stream()
                    .map(column -> cells.get(column).get(row).strip())
                    .collect(Collectors.joining("/"));
        }

        private List<String> distinct(List<ValueColumn> columns) {
            Set<String> seen = new HashSet<>();
            List<String> distinct = new ArrayList<>();
            for (ValueColumn value : columns) {
                int column = value.index();
                String name = names.isEmpty()
                        ? columns.size() == 1 ? "value" : "column-" + (column + 1)
                        : names.get(column).strip();
                distinct.add(seen.add(name) && !name.isEmpty() ? name : "column-" + (column + 1));
            }
            return distinct;
        }
    }
}
