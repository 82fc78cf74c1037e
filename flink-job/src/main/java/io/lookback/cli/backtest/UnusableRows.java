package io.lookback.cli.backtest;

import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import io.lookback.cli.files.SeriesFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says of rows that could not be scored which they are and why: the first ones of each file, of so many files. */
final class UnusableRows {

    private static final int ROWS = 3;
    private static final int FILES = 10;

    private UnusableRows() {}

    static List<String> find(List<SeriesFile> files, Duration interval) {
        List<String> found = new ArrayList<>();
        int concerned = 0;
        for (SeriesFile file : files) {
            List<String> rows = find(file, interval);
            found.addAll(rows);
            concerned += rows.isEmpty() ? 0 : 1;
            if (concerned == FILES) {
                break;
            }
        }
        return found;
    }

    private static List<String> find(SeriesFile file, Duration interval) {
        List<String> found = new ArrayList<>();
        try (CsvSeries rows = CsvSeries.open(file, interval)) {
            while (rows.hasNext() && found.size() < ROWS) {
                if (rows.next() instanceof CsvRow.Unusable row) {
                    found.add(String.format(
                            Locale.ROOT, "Not scored: %s, line %d: %s", file.path(), row.line(), row.reason()));
                }
            }
        }
        return found;
    }
}
