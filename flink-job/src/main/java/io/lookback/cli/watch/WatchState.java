package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is remembered of all series, within {@link Limits}. Every change has a number, so that a reader asks for what it
 * does not have yet, at its own pace. One thread writes, any thread reads.
 *
 * <p>Once as many series are there as may be, a further one takes the place of a series that has gone silent. If there is
 * none, it is not shown: if each took the place of the one that was silent for longest, one series too many would leave
 * all of them without a past. Likewise, all series keep fewer points where the memory is full, before any of them leaves.
 * A series whose alert is open is always shown.
 */
public final class WatchState {

    /** Epochs that a series may have before those of its next life begin. */
    private static final int EPOCH_BITS = 20;

    /** Points of each series, below which series leave instead. */
    private static final int FEWEST = 32;

    private static final int HEADROOM = 16;

    /** Series that are counted as hidden. */
    private static final int MOST_HIDDEN = 100_000;

    private final Limits limits;

    /** In the order of their last record: the first is the first to leave. */
    private final Map<String, Track> tracks = new LinkedHashMap<>();

    /** Hashes of the series that are not shown. */
    private final Set<Integer> hidden = new HashSet<>();

    private final SeenIncidents incidents = new SeenIncidents();
    private long changes;
    private long lastRemoval;
    private long removed;
    private long records;
    private long bytes;

    /** Points that each series may have for now. */
    private int points;

    public WatchState(Limits limits) {
        this.limits = limits;
        this.points = limits.points();
    }

    /**
     * Takes a record of the score topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void score(JsonNode score) {
        Point point = Point.of(score);
        List<String> names = new ArrayList<>();
        score.path("features").forEach(feature -> names.add(feature.path("name").asText()));
        records++;
        change(score, point.time(), track -> track.accept(names, point, ++changes));
    }

    /**
     * Takes a record of the alert topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void alert(JsonNode alert) {
        SeenAlert seen = SeenAlert.of(alert);
        if (seen.open() && full()) {
            makeRoom(alert.path("series").asText());
        }
        change(alert, seen.end(), track -> track.accept(seen, ++changes));
    }

    /**
     * Takes a record of the forecast topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void forecast(JsonNode forecast) {
        SeenForecast seen = SeenForecast.of(forecast);
        change(forecast, seen.made(), track -> track.accept(seen, ++changes));
    }

    /**
     * Takes a record of the incident topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void incident(JsonNode incident) {
        incidents.accept(SeenIncident.of(incident));
    }

    /** Number of changes of incidents so far. */
    synchronized long incidentChanges() {
        return incidents.changes();
    }

    /** Open and recent ones, the one that changed last stands last. */
    synchronized List<SeenIncident> incidents() {
        return incidents.all();
    }

    /** How matters stand. */
    public synchronized Counts counts() {
        return new Counts(records, tracks.size(), removed, hidden.size());
    }

    /**
     * The lines of the list that changed after the change of that number.
     *
     * @param since 0 for all
     */
    synchronized Lines since(long since) {
        boolean all = since <= 0 || since > changes || since < lastRemoval;
        List<Track.Row> rows = tracks.values().stream()
                .filter(track -> all || track.version() > since)
                .map(Track::row)
                .toList();
        return new Lines(changes, all, rows);
    }

    /** What a reader has to learn of a series; empty if there is no such series. */
    synchronized Optional<Track.Changes> since(String series, Track.Known known) {
        return Optional.ofNullable(tracks.get(series)).map(track -> track.since(known));
    }

    /** @param now event-time ms */
    private void change(JsonNode record, long now, Consumer<Track> change) {
        String series = record.path("series").asText();
        Track known = tracks.remove(series);
        if (known == null && !admits(now)) {
            if (hidden.size() < MOST_HIDDEN) {
                hidden.add(series.hashCode());
            }
            return;
        }
        hidden.remove(series.hashCode());
        Track track = known == null ? new Track(series, limits, ++changes << EPOCH_BITS) : known;
        tracks.put(series, track);
        bytes -= track.bytes();
        change.accept(track);
        track.heard(now);
        track.shorten(points);
        bytes += track.bytes();
        shrink(track, now);
    }

    /** Whether there is room for one more series, or a silent one to make it. */
    private boolean admits(long now) {
        if (full() && oldest().idle(now)) {
            removeOldest();
        }
        return !full();
    }

    /** The last of the memory is left to the series that are there. */
    private boolean full() {
        return tracks.size() >= limits.series()
                || points <= FEWEST && bytes >= limits.bytes() - limits.bytes() / HEADROOM;
    }

    private void makeRoom(String series) {
        while (!tracks.containsKey(series) && !tracks.isEmpty() && full()) {
            removeOldest();
        }
    }

    private void shrink(Track latest, long now) {
        while (bytes > limits.bytes()) {
            if (tracks.size() > 1 && oldest().idle(now)) {
                removeOldest();
            } else if (points > FEWEST) {
                points = Math.max(FEWEST, points - points / 4);
                shortenAll();
            } else if (latest.size() > 1) {
                bytes -= latest.bytes();
                latest.shorten(latest.size() - 1);
                bytes += latest.bytes();
            } else if (tracks.size() > 1) {
                removeOldest();
            } else {
                return;
            }
        }
        if (bytes < limits.bytes() / 2) {
            points = limits.points();
        }
    }

    /** Each time frees a share of the memory, so a record costs little. */
    private void shortenAll() {
        bytes = 0;
        for (Track track : tracks.values()) {
            track.shorten(points);
            bytes += track.bytes();
        }
    }

    private Track oldest() {
        return tracks.values().iterator().next();
    }

    private void removeOldest() {
        Iterator<Track> oldest = tracks.values().iterator();
        bytes -= oldest.next().bytes();
        oldest.remove();
        removed++;
        lastRemoval = ++changes;
    }

    /**
     * Lines of the list.
     *
     * @param change number of the last change that they show
     * @param all whether they replace what the reader had
     */
    record Lines(long change, boolean all, List<Track.Row> rows) {}

    /**
     * @param records scores taken
     * @param series remembered now
     * @param removed series that left because of a limit
     * @param hidden further series that are not shown because of a limit, at least
     */
    public record Counts(long records, int series, long removed, int hidden) {}
}
