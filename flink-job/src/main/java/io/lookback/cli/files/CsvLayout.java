package io.lookback.cli.files;

import io.lookback.event.Features;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a file keeps what, found out from its first rows.
 *
 * @param header whether the first row names the columns
 * @param timestamps format of the first column; empty where the file has no timestamps
 * @param columns indices of the value columns
 * @param features their names, in the same order
 * @param label index of the label column
 * @param width number of cells of a row
 */
record CsvLayout(
        boolean header,
        Optional<TimestampFormat> timestamps,
        List<Integer> columns,
        Features features,
        OptionalInt label,
        int width) {

    private static final Set<String> TIME_NAMES = Set.of("timestamp", "time", "ts", "date", "datetime", "@timestamp");
    private static final String LABEL = "label";

    /** Empty if no column holds numbers. */
    static Optional<CsvLayout> of(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean header = !looksLikeData(rows.get(0));
        List<List<String>> data = header ? rows.subList(1, rows.size()) : rows;
        if (data.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = header ? rows.get(0) : List.of();
        return of(names, data);
    }

    private static Optional<CsvLayout> of(List<String> names, List<List<String>> data) {
        int width = names.isEmpty() ? data.get(0).size() : names.size();
        Optional<TimestampFormat> timestamps = timestamps(names, data);
        OptionalInt label = IntStream.range(0, names.size())
                .filter(column -> names.get(column).strip().equalsIgnoreCase(LABEL))
                .findFirst();
        List<Integer> columns = IntStream.range(timestamps.isPresent() ? 1 : 0, width)
                .filter(column -> label.isEmpty() || column != label.getAsInt())
                .filter(column -> numeric(column, data))
                .boxed()
                .toList();
        if (columns.isEmpty() || columns.size() > Features.MAX_FEATURES) {
            return Optional.empty();
        }
        Features features = new Features(distinct(columns, names));
        return Optional.of(new CsvLayout(!names.isEmpty(), timestamps, columns, features, label, width));
    }

    private static boolean looksLikeData(List<String> row) {
        return IntStream.range(0, row.size())
                .allMatch(column -> Numbers.parse(row.get(column)).isPresent()
                        || column == 0 && TimestampFormat.guess(row.get(column)).isPresent());
    }

    /** A column that is called a time is one, even if nothing in it can be read. */
    private static Optional<TimestampFormat> timestamps(List<String> names, List<List<String>> data) {
        boolean named =
                !names.isEmpty() && TIME_NAMES.contains(names.get(0).strip().toLowerCase(Locale.ROOT));
        Optional<TimestampFormat> found = data.stream()
                .filter(row -> !row.isEmpty())
                .map(row -> named ? TimestampFormat.of(row.get(0)) : TimestampFormat.guess(row.get(0)))
                .flatMap(Optional::stream)
                .findFirst();
        return found.isEmpty() && named ? Optional.of(TimestampFormat.TEXT) : found;
    }

    /** Mostly numbers: one broken cell makes a broken row, not a column of text. */
    private static boolean numeric(int column, List<List<String>> data) {
        List<String> cells = data.stream()
                .filter(row -> column < row.size())
                .map(row -> row.get(column))
                .filter(cell -> !Numbers.missing(cell))
                .toList();
        long numbers =
                cells.stream().filter(cell -> Numbers.parse(cell).isPresent()).count();
        return numbers * 2 > cells.size();
    }

    private static List<String> distinct(List<Integer> columns, List<String> names) {
        Set<String> seen = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            int column = columns.get(index);
            String name = names.isEmpty()
                    ? generated(columns.size(), column)
                    : names.get(column).strip();
            distinct.add(seen.add(name) && !name.isEmpty() ? name : "column-" + (column + 1));
        }
        return distinct;
    }

    private static String generated(int count, int column) {
        return count == 1 ? "value" : "column-" + (column + 1);
    }
}
