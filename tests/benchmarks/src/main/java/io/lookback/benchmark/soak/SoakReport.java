package io.lookback.benchmark.soak;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What was seen. */
record SoakReport(Soak soak, long heapBytes, List<Row> rows) {

    private static final double MB = 1e6;

    /**
     * ResidentMemory bytes of the process, after garbage collections.
     *
     * @param what was done {@code count} times: {@code steps} or {@code loads}
     * @param tenth after 10 % of them
     * @param half after 50 %
     * @param end after all
     */
    record Row(String cell, String what, long count, long tenth, long half, long end, double seconds) {

        /** Bytes gained from 10 % on; negative if some were given back. */
        @JsonProperty
        long growth() {
            return end - tenth;
        }
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "resident MB, heap of %,.0f MB taken from the start; %,d series, history %,d%n",
                heapBytes / MB,
                soak.series(),
                soak.history());
        out.printf(
                Locale.ROOT,
                "%-20s %9s %-6s %9s %9s %9s %9s %8s%n",
                "cell",
                "count",
                "of",
                "10 %",
                "50 %",
                "100 %",
                "growth",
                "s");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,9d %-6s %9.1f %9.1f %9.1f %+9.2f %8.1f%n",
                    row.cell(),
                    row.count(),
                    row.what(),
                    row.tenth() / MB,
                    row.half() / MB,
                    row.end() / MB,
                    row.growth() / MB,
                    row.seconds());
        }
        out.flush();
    }
}
