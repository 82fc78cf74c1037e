package io.lookback.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one browser is told, as server-sent events. However fast records come, it is told of its series twice a second,
 * of the list once, and always only what changed: each message is made when it is sent, so a slow browser gets fewer and
 * larger ones. One thread.
 */
final class EventStream {

    private final WatchState watchState;
    private final Health health;
    private final String run;
    private final OutputStream out;
    private final @Nullable String series;
    private Track.Known known = Track.Known.NOTHING;
    private long change;
    private long incidentChanges;

    /**
     * @param run names the life of this server; what a browser remembers of another life is void
     * @param series of which it is told everything, or null
     * @param last the id of the last event that the browser had, or null
     */
    EventStream(
            WatchState watchState,
            Health health,
            String run,
            OutputStream out,
            @Nullable String series,
            @Nullable String last) {
        this.watchState = watchState;
        this.health = health;
        this.run = run;
        this.out = out;
        this.series = series;
        this.change = change(run, last);
    }

    /** Tells how matters stand, which lines of the list changed, and, if one changed, all incidents. */
    void list() throws IOException {
        String failure = health.failure().orElse("");
        send("status", PageJson.status(watchState.counts(), health.unreadable(), failure));
        WatchState.Lines lines = watchState.since(change);
        if (lines.all() || !lines.rows().isEmpty()) {
            change = lines.change();
            send("list", PageJson.list(lines));
        }
        long changes = watchState.incidentChanges();
        if (changes != incidentChanges) {
            incidentChanges = changes;
            send("incidents", PageJson.incidents(watchState.incidents()));
        }
    }

    /** Tells what changed in the browser's series. */
    void points() throws IOException {
        if (series == null) {
            return;
        }
        Optional<Track.Changes> changes = watchState.since(series, known);
        if (changes.isPresent() && !changes.get().nothing()) {
            known = changes.get().known();
            send("points", PageJson.points(changes.get()));
        }
    }

    private void send(String event, String json) throws IOException {
        String message = String.format(Locale.ROOT, "id: %s:%d\nevent: %s\ndata: %s\n\n", run, change, event, json);
        out.write(message.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The number in the id of an event; 0 if there is none of this run. */
    private static long change(String run, @Nullable String last) {
        if (last == null || !last.startsWith(run + ":")) {
            return 0;
        }
        try {
            return Long.parseLong(last.substring(run.length() + 1));
        } catch (NumberFormatException other) {
            return 0;
        }
    }
}
