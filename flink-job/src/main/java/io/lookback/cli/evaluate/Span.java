package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Consecutive rows of a series.
 *
 * @param first row, counted from 0
 * @param last row, included
 */
public record Span(int first, int last) {

    public Span {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "Rows %d to %d are not a span", first, last));
        }
    }

    public int length() {
        return last - first + 1;
    }

    /** The runs of true. */
    public static List<Span> runs(boolean[] rows) {
        List<Span> runs = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] && (row == 0 || !rows[row - 1])) {
                int last = row;
                while (last + 1 < rows.length && rows[last + 1]) {
                    last++;
                }
                runs.add(new Span(row, last));
            }
        }
        return runs;
    }
}
