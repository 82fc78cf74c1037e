package io.lookback.cli.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one series: its latest points in the order of event time, and its latest alerts. Each point
 * that joins at the end has a number, counted from 0; whatever else changes the points begins a new epoch. Not
 * thread-safe: its {@link WatchState} guards it.
 */
final class Track {

    /** Severities of that many last points make a row's little picture. */
    private static final int TREND = 32;

    /** The highest severity of that many last points says how anomalous the series is now. */
    private static final int NOW = 12;

    /** Intervals without a record after which a series has gone silent. */
    private static final int PATIENCE = 10;

    private static final long SHORTEST_PATIENCE_MS = 60_000;

    /** Of a series whose interval nobody knows yet. */
    private static final long USUAL_PATIENCE_MS = 3_600_000;

    private final String series;
    private final Limits limits;
    private final Map<String, SeenAlert> alerts = new LinkedHashMap<>();
    private ArrayDeque<Point> points = new ArrayDeque<>();
    private List<String> features = List.of();
    private @Nullable SeenForecast forecast;
    private long epoch;
    private long next;
    private long alertChanges;
    private long bytes;
    private long version;
    private long heard = Long.MIN_VALUE;
    private int most;

    /** @param epoch the first one; differs from those of an earlier track of the same series */
    Track(String series, Limits limits, long epoch) {
        this.series = series;
        this.limits = limits;
        this.most = limits.points();
        this.epoch = epoch;
    }

    /** Number of the page's change that touched this series last. */
    long version() {
        return version;
    }

    long bytes() {
        return bytes + (forecast == null ? 0 : forecast.bytes());
    }

    /** Points that it has. */
    int size() {
        return points.size();
    }

    /** @param time that a record told of, event-time ms */
    void heard(long time) {
        heard = Math.max(heard, time);
    }

    /** Whether it has been silent for much longer than its records are apart. */
    boolean idle(long now) {
        long patience = points.size() < 2
                ? USUAL_PATIENCE_MS
                : PATIENCE * (points.getLast().time() - points.getFirst().time()) / (points.size() - 1);
        return now - heard > Math.max(SHORTEST_PATIENCE_MS, patience);
    }

    /** Keeps the latest points alone, now and from now on. */
    void shorten(int most) {
        this.most = most;
        while (points.size() > most) {
            bytes -= points.removeFirst().bytes();
        }
    }

    /** Takes a score; one for an instant that is there already replaces it. */
    void accept(List<String> names, Point point, long change) {
        version = change;
        if (!names.equals(features)) {
            features = List.copyOf(names);
            points.clear();
            bytes = 0;
            epoch++;
        }
        if (points.isEmpty() || points.getLast().time() < point.time()) {
            append(point);
        } else {
            insert(point);
        }
    }

    /** Takes a change of an alert's life. */
    void accept(SeenAlert alert, long change) {
        version = change;
        alertChanges++;
        alerts.put(alert.id(), alert);
        if (alerts.size() > limits.alerts()) {
            Iterator<String> oldest = alerts.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Takes a multi-step forecast, unless it knows of a later one. A reader is told of it with the alerts. */
    void accept(SeenForecast later, long change) {
        if (forecast == null || forecast.made() <= later.made()) {
            version = change;
            alertChanges++;
            forecast = later;
        }
    }

    /** One line of the list. */
    Row row() {
        Point last = points.peekLast();
        double peak = alerts.values().stream()
                .filter(alert -> alert.open() && !alert.suppressed())
                .mapToDouble(SeenAlert::peakScore)
                .max()
                .orElse(0);
        return new Row(
                series,
                highest(NOW),
                last == null ? 0 : last.severity(),
                peak,
                last != null && !last.ready(),
                last == null ? 1 : last.confidence(),
                last == null ? 0 : last.time(),
                trend());
    }

    /**
     * What changed since the reader had {@code known}.
     *
     * @return all points if the reader knows another epoch or too little
     */
    Changes since(Known known) {
        long first = next - points.size();
        boolean anew = known.epoch() != epoch || known.next() < first || known.next() > next;
        List<Point> fresh = last((int) (anew ? points.size() : next - known.next()));
        boolean withAlerts = anew || known.alerts() != alertChanges;
        return new Changes(
                series,
                new Known(epoch, next, alertChanges),
                anew,
                features,
                fresh,
                withAlerts ? alertList() : List.of(),
                withAlerts,
                Optional.ofNullable(forecast),
                limits.points());
    }

    private void append(Point point) {
        points.addLast(point);
        bytes += point.bytes();
        next++;
        if (points.size() > most) {
            bytes -= points.removeFirst().bytes();
        }
    }

    private void insert(Point point) {
        List<Point> sorted = new ArrayList<>(points);
        int at = 0;
        while (sorted.get(at).time() < point.time()) {
            at++;
        }
        Point there = sorted.get(at);
        if (there.equals(point) || at == 0 && sorted.size() == most && there.time() > point.time()) {
            return;
        }
        if (there.time() == point.time()) {
            sorted.set(at, point);
        } else {
            sorted.add(at, point);
        }
        ArrayDeque<Point> kept = new ArrayDeque<>(sorted.subList(Math.max(0, sorted.size() - most), sorted.size()));
        points = kept;
        bytes = kept.stream().mapToLong(Point::bytes).sum();
        epoch++;
    }

    private List<SeenAlert> alertList() {
        Collection<SeenAlert> all = alerts.values();
        return List.copyOf(all);
    }

    private List<Point> last(int count) {
        List<Point> last = new ArrayList<>(count);
        Iterator<Point> backwards = points.descendingIterator();
        while (last.size() < count && backwards.hasNext()) {
            last.add(backwards.next());
        }
        Collections.reverse(last);
        return last;
    }

    private double highest(int count) {
        return last(count).stream().mapToDouble(Point::severity).max().orElse(0);
    }

    /** A hexadecimal digit per point, oldest first: severity in sixteenths. */
    private String trend() {
        StringBuilder trend = new StringBuilder(TREND);
        for (Point point : last(TREND)) {
            int sixteenth = (int) Math.min(15, Math.max(0, point.severity() * 16));
            trend.append(Character.forDigit(sixteenth, 16));
        }
        return trend.toString();
    }

    /**
     * A line of the list of series.
     *
     * @param now the highest severity of the last points
     * @param severity of the last point
     * @param peak score of the open alert, 0 where none is open or a rule suppresses it
     * @param confidence progress of the warm-up, 0..1
     * @param time event-time ms of the last point, 0 before the first
     * @param trend severities of the last points, a hexadecimal digit each
     */
    record Row(
            String series,
            double now,
            double severity,
            double peak,
            boolean warming,
            double confidence,
            long time,
            String trend) {}

    /** How much of a series a reader has. */
    record Known(long epoch, long next, long alerts) {

        static final Known NOTHING = new Known(-1, 0, -1);
    }

    /**
     * What a reader has to learn of a series.
     *
     * @param known what it has then
     * @param anew whether the points replace what it had
     * @param withAlerts whether {@code alerts} and {@code forecast} replace what it had
     * @param limit points that it should keep
     */
    record Changes(
            String series,
            Known known,
            boolean anew,
            List<String> features,
            List<Point> points,
            List<SeenAlert> alerts,
            boolean withAlerts,
            Optional<SeenForecast> forecast,
            int limit) {

        boolean nothing() {
            return !anew && points.isEmpty() && !withAlerts;
        }
    }
}
