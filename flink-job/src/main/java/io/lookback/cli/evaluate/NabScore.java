package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad, Evaluating Real-time Anomaly Detection
 * Algorithms, ICMLA 2015), at the one threshold for all series that is best.
 *
 * <p>The first 15 % of a series, at most 750 rows, do not count. The best detection in an event is worth 1 at its first
 * row and falls to 0 towards its end, along {@code S(y) = 2/(1 + exp(5y)) - 1} with {@code y} from -1 to 0. A detection
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

    public static Result of(List<Judged> series) {
        List<Worth> rows = new ArrayList<>();
        int events = 0;
        for (Judged each : series) {
            events += collect(each, events, rows);
        }
        rows.sort(Comparator.comparingDouble(row -> -row.score()));
        return sweep(rows, events);
    }

    /** Lowers the threshold from score to score and keeps the best total. */
    private static Result sweep(List<Worth> rows, int events) {
        double[] best = new double[events];
        boolean[] seen = new boolean[events];
        double total = -events;
        double highest = total;
        double threshold = Double.POSITIVE_INFINITY;
        int found = 0;
        int foundAtBest = 0;
        for (int i = 0; i < rows.size(); i++) {
            Worth row = rows.get(i);
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
            boolean lastOfEqual = i + 1 == rows.size() || rows.get(i + 1).score() != row.score();
            if (lastOfEqual && total > highest) {
                highest = total;
                threshold = row.score();
                foundAtBest = found;
            }
        }
        double score = events == 0 ? Double.NaN : 100 * (highest + events) / (2.0 * events);
        return new Result(score, threshold, foundAtBest, events);
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
