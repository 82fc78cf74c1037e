package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of all series, within {@link Limits}. Every change has a number, so that a reader asks for what it
 * does not have yet, at its own pace. One thread writes, any thread reads.
 */
public final class WatchState {

    /** Epochs that a series may have before those of its next life begin. */
    private static final int EPOCH_BITS = 20;

    private final Limits limits;

    /** In the order of their last record: the first is the first to leave. */
    private final Map<String, Track> tracks = new LinkedHashMap<>();

    private final SeenIncidents incidents = new SeenIncidents();
    private long changes;
    private long lastRemoval;
    private long removed;
    private long records;
    private long bytes;

    public WatchState(Limits limits) {
        this.limits = limits;
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
        Track track = touch(score.path("series").asText());
        bytes -= track.bytes();
        track.accept(names, point, ++changes);
        bytes += track.bytes();
        shrink();
    }

    /**
     * Takes a record of the alert topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void alert(JsonNode alert) {
        SeenAlert seen = SeenAlert.of(alert);
        touch(alert.path("series").asText()).accept(seen, ++changes);
        shrink();
    }

    /**
     * Takes a record of the forecast topic.
     *
     * @throws RuntimeException if it is none
     */
    public synchronized void forecast(JsonNode forecast) {
        SeenForecast seen = SeenForecast.of(forecast);
        Track track = touch(forecast.path("series").asText());
        bytes -= track.bytes();
        track.accept(seen, ++changes);
        bytes += track.bytes();
        shrink();
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
        return new Counts(records, tracks.size(), removed);
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

    private Track touch(String series) {
        Track track = tracks.remove(series);
        Track touched = track == null ? new Track(series, limits, ++changes << EPOCH_BITS) : track;
        tracks.put(series, touched);
        return touched;
    }

    private void shrink() {
        while (tracks.size() > 1 && (tracks.size() > limits.series() || bytes > limits.bytes())) {
            var oldest = tracks.entrySet().iterator();
            bytes -= oldest.next().getValue().bytes();
            oldest.remove();
            removed++;
            lastRemoval = ++changes;
        }
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
     */
    public record Counts(long records, int series, long removed) {}
}
