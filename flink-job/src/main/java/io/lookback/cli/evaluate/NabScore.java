package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad, Evaluating Real-time Anomaly Detection
 * Algorithms, ICMLA 2015).
 *
 * <p>The first 15 % of a series, at most 750 rows, do not count. The best detection in an event is worth 1 at its first
 * row and falls to 0 toward its end, along {@code S(y) = 2/(1 + exp(5y)) - 1} with {@code y} from -1 to 0. A detection
 * outside costs up to 0.11, less just behind an event; an event that is missed costs 1. 0 is what a detector without any
 * detection gets, 100 what a perfect one gets.
 */
public final class NabScore {

    private static final double FALSE_POSITIVE = 0.11;
    private static final double PROBATION_SHARE = 0.15;
    private static final int PROBATION_CAP = 750;
    private static final double BEST = sigmoid(-1);

    /** @param event number of the event among those of all series, -1 outside */
    private record Worth(double score, int event, double worth) {}

    /**
     * @param score 100 for a perfect detector; NaN without events
     * @param threshold infinite if it is best to detect nothing
     */
    public record Result(double score, double threshold, int found, int events) {}

    private NabScore() {}

    /** At the one threshold for all series that is best. */
    public static Result of(List<Judged> series) {
        return Sweep.begin(series).best();
    }

    /** At one threshold for all series; a score that reaches it is a detection. */
    public static Result at(double threshold, List<Judged> series) {
        return Sweep.begin(series).at(threshold);
    }

    /** Lowers the threshold from score to score. */
    private static final class Sweep {

        private final List<Worth> rows;
        private final double[] best;
        private final boolean[] seen;
        private double total;
        private int found;

        private Sweep(List<Worth> rows, int events) {
            this.rows = rows;
            best = new double[events];
            seen = new boolean[events];
            total = -events;
        }

        static Sweep begin(List<Judged> series) {
            List<Worth> rows = new ArrayList<>();
            int events = 0;
            for (Judged each : series) {
                events += collect(each, events, rows);
            }
            rows.sort(Comparator.comparingDouble(row -> -row.score()));
            return new Sweep(rows, events);
        }

        Result best() {
            Result highest = result(Double.POSITIVE_INFINITY);
            for (int i = 0; i < rows.size(); i++) {
                take(rows.get(i));
                boolean lastOfEqual = i + 1 == rows.size()
                        || rows.get(i + 1).score() != rows.get(i).score();
                if (lastOfEqual && result(0).score() > highest.score()) {
                    highest = result(rows.get(i).score());
                }
            }
            return highest;
        }

        Result at(double threshold) {
            for (int i = 0; i < rows.size() && rows.get(i).score() >= threshold; i++) {
                take(rows.get(i));
            }
            return result(threshold);
        }

        private void take(Worth row) {
            if (row.event() < 0) {
                total += FALSE_POSITIVE * row.worth();
            } else if (!seen[row.event()]) {
                seen[row.event()] = true;
                best[row.event()] = row.worth();
                found++;
                total += 1 + row.worth();
            } else if (row.worth() > best[row.event()]) {
                total += row.worth() - best[row.event()];
                best[row.event()] = row.worth();
            }
        }

        private Result result(double threshold) {
            int events = best.length;
            double score = events == 0 ? Double.NaN : 100 * (total + events) / (2.0 * events);
            return new Result(score, threshold, found, events);
        }
    }

    /** Adds the rows that count. Returns the number of events that have one. */
    private static int collect(Judged series, int firstEvent, List<Worth> rows) {
        int skipped = Math.min((int) Math.floor(PROBATION_SHARE * series.rows()), PROBATION_CAP);
        List<Span> counted = series.events().stream()
                .filter(event -> event.last() >= skipped)
                .toList();
        int next = 0;
        Span before = null;
        for (Span event : series.events()) {
            before = event.last() < skipped ? event : before;
        }
        for (int row = skipped; row < series.rows(); row++) {
            while (next < counted.size() && row > counted.get(next).last()) {
                before = counted.get(next++);
            }
            boolean inside = next < counted.size() && row >= counted.get(next).first();
            int event = inside ? firstEvent + next : -1;
            double worth = inside ? within(counted.get(next), row) : before == null ? -1 : behind(before, row);
            rows.add(new Worth(series.score(row), event, worth));
        }
        return counted.size();
    }

    private static double within(Span event, int row) {
        return sigmoid(-(event.last() - row + 1) / (double) event.length()) / BEST;
    }

    private static double behind(Span event, int row) {
        return event.length() > 1 ? sigmoid((row - event.last()) / (event.length() - 1.0)) : -1;
    }

    private static double sigmoid(double y) {
        return y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
    }
}
