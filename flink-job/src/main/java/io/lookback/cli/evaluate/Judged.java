package io.lookback.cli.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A series with labels and the scores that one detector gave to its rows. The scores are not to be changed after they
 * were handed over.
 */
public final class Judged {

    private final double[] scores;
    private final List<Span> events;
    private final double rowsPerDay;
    private int[] order = new int[0];

    /**
     * @param scores one a row; a row that was not scored has 0
     * @param events the anomalous rows; sorted, apart from each other
     * @param rowsPerDay turns rows into time
     */
    public Judged(double[] scores, List<Span> events, double rowsPerDay) {
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "A score is %s: give finite numbers", score));
            }
        }
        this.scores = scores;
        this.events = List.copyOf(events);
        this.rowsPerDay = rowsPerDay;
    }

    int rows() {
        return scores.length;
    }

    double score(int row) {
        return scores[row];
    }

    List<Span> events() {
        return events;
    }

    double rowsPerDay() {
        return rowsPerDay;
    }

    /** Rows by falling score; equal ones in their own order. */
    int[] order() {
        if (order.length != scores.length) {
            order = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> -scores[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return order;
    }
}
