package io.lookback.alert;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The changes of an alert that is raised because records stopped to come, not because of one that came. */
public final class SilenceAlerts {

    /** Stands for all series in the alert of an input that fell silent as a whole. */
    public static final String ALL = "*";

    private static final double CERTAIN = 1;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private SilenceAlerts() {}

    /**
     * A silence that has been noticed.
     *
     * @param series {@link #ALL} for the whole input
     * @param since event time of the last record, ms
     * @param noticed event time that the others had reached when the silence was noticed, ms
     * @param number of the series' records, 0 if all its earlier silences began before
     */
    public record Noticed(String series, long since, long noticed, long number) {}

    /** A series fell silent. */
    public static Alert begin(Noticed silence) {
        String text = "No record since " + at(silence.since) + ": " + lasting(silence.noticed - silence.since)
                + " of silence";
        return change(silence, Alert.Phase.BEGIN, silence.noticed, text);
    }

    /** The whole input fell silent. */
    public static Alert beginOfAll(String input, long since, long noticed) {
        String text = String.format(
                Locale.ROOT,
                "No record of any series from %s since %s: its producers stopped, or its brokers cannot be reached",
                input,
                at(since));
        return change(new Noticed(ALL, since, noticed, 0), Alert.Phase.BEGIN, noticed, text);
    }

    /**
     * The same alert at its end.
     *
     * @param end event time, ms: of the record that broke the silence, or of what was noticed last
     */
    public static Alert end(Noticed silence, long end, EndReason ending) {
        String text = "No record from " + at(silence.since) + " to " + at(end) + ": " + lasting(end - silence.since)
                + " of silence";
        return ended(change(silence, Alert.Phase.END, end, text), ending);
    }

    private static Alert change(Noticed silence, Alert.Phase phase, long end, String text) {
        return new Alert(
                AlertIds.ofSilence(silence.series, silence.since, silence.number),
                silence.series,
                phase,
                silence.since,
                silence.noticed,
                Math.max(silence.since, end),
                CERTAIN,
                CERTAIN,
                0,
                "",
                Direction.BELOW,
                Double.NaN,
                Double.NaN,
                List.of(),
                null,
                AlertKind.SILENCE,
                text,
                null);
    }

    private static Alert ended(Alert alert, EndReason ending) {
        return new Alert(
                alert.id(),
                alert.series(),
                alert.phase(),
                alert.begin(),
                alert.peak(),
                alert.end(),
                alert.peakScore(),
                alert.severity(),
                alert.records(),
                alert.feature(),
                alert.direction(),
                alert.value(),
                alert.expected(),
                alert.contributions(),
                alert.suppression(),
                alert.kind(),
                alert.text(),
                ending);
    }

    private static String at(long time) {
        return Instant.ofEpochMilli(time - Math.floorMod(time, SECOND)).toString();
    }

    /** Two units at most. */
    private static String lasting(long ms) {
        if (ms >= DAY) {
            return ms / DAY + " d " + ms % DAY / HOUR + " h";
        }
        if (ms >= HOUR) {
            return ms / HOUR + " h " + ms % HOUR / MINUTE + " min";
        }
        return ms >= MINUTE ? ms / MINUTE + " min " + ms % MINUTE / SECOND + " s" : ms / SECOND + " s";
    }
}
