package io.lookback.benchmark.complexity;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What {@link ComplexityCommand} found, a row for each kind of cell. */
record Complexity(List<Integer> lengths, List<Row> rows) {

    /**
     * @param micros a step after each length
     * @param bytes that a series keeps after each length
     */
    record Row(String kind, List<Double> micros, List<Long> bytes) {

        /** How the memory grew over the lengths: not at all, up to a bound, or for ever. */
        String growth() {
            long first = bytes.get(0);
            long last = bytes.get(bytes.size() - 1);
            long before = bytes.get(Math.max(0, bytes.size() - 2));
            if (first == last) {
                return "flat";
            }
            return before == last ? "bounded" : "linear";
        }

        /** The same after another measurement, of each length the time that was disturbed less. */
        Row least(Row other) {
            List<Double> least = IntStream.range(0, micros.size())
                    .mapToObj(i -> Math.min(micros.get(i), other.micros.get(i)))
                    .toList();
            return new Row(kind, least, bytes);
        }
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%-20s", "us a step, t =");
        lengths.forEach(length -> out.printf(Locale.ROOT, " %8d", length));
        out.println();
        for (Row row : rows) {
            out.printf(Locale.ROOT, "%-20s", row.kind());
            row.micros().forEach(micros -> out.printf(Locale.ROOT, " %8.1f", micros));
            out.println();
        }
        out.printf(Locale.ROOT, "%n%-20s", "bytes, t =");
        lengths.forEach(length -> out.printf(Locale.ROOT, " %8d", length));
        out.println();
        for (Row row : rows) {
            out.printf(Locale.ROOT, "%-20s", row.kind());
            row.bytes().forEach(bytes -> out.printf(Locale.ROOT, " %8d", bytes));
            out.printf(Locale.ROOT, "  %s%n", row.growth());
        }
        out.flush();
    }
}
