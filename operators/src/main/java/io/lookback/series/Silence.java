package io.lookback.series;

import io.lookback.alert.SilenceAlerts;
import io.lookback.event.Alert;
import io.lookback.event.EndReason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a series was last heard, how long it pauses as a rule, and whether it is silent. Mutable, part of one
 * {@link Series}.
 */
public final class Silence {

    private static final long NEVER = Long.MIN_VALUE;

    private long seen;
    private long lookedForAt = NEVER;
    private boolean silent;
    private final Pauses pauses;
    /** Of the open alert: event time of the last record before it. */
    private long since = NEVER;
    /** Of the same: event time at which it was noticed. */
    private long noticed = NEVER;
    /** Of the same: records of the series so far, if an earlier one began at the same time; 0 otherwise. */
    private long number;
    /** Beginning of the last alert, open or not. */
    private long lastBegin = NEVER;

    Silence() {
        this(new Pauses());
    }

    private Silence(Pauses pauses) {
        this.pauses = pauses;
    }

    /** Processing time at which the series was last touched, ms since the epoch. */
    public long seen() {
        return seen;
    }

    /**
     * A record came.
     *
     * @param listening processing time from which on it could have come
     * @param gap event time between it and the one before, ms
     * @param first whether it is the series' first
     */
    void heard(long processingTime, long listening, long gap, boolean first) {
        long unheard = first ? 0 : processingTime - unheardSince(listening);
        pauses.learn(Math.max(gap, unheard));
        seen = processingTime;
        silent = false;
    }

    /** Processing time since which no record has come, or could have come, ms. */
    public long unheardSince(long listening) {
        return Math.max(seen, listening);
    }

    /** The longest time without a record that is usual, ms; 0 for none. */
    public long usualPause() {
        return pauses.usual();
    }

    /** Whether no record has come for much longer than usual. */
    public boolean silent() {
        return silent;
    }

    /** No record has come for {@link io.lookback.detection.Detector#silence}. */
    public void begin() {
        silent = true;
    }

    /** Processing time at which somebody will look whether the series is silent, ms; empty if nobody will. */
    public OptionalLong lookedForAt() {
        return lookedForAt == NEVER ? OptionalLong.empty() : OptionalLong.of(lookedForAt);
    }

    public void lookForAt(long processingTime) {
        lookedForAt = processingTime;
    }

    /** Nobody looks any more. */
    public void stopLooking() {
        lookedForAt = NEVER;
    }

    /** Whether an alert has begun and not ended. */
    public boolean alerted() {
        return since != NEVER;
    }

    /**
     * Begins the alert.
     *
     * @param lastTime event time of the last record, ms
     * @param records so far
     * @param reached event time now, ms
     */
    Alert beginAlert(String series, long lastTime, long records, long reached) {
        number = lastTime == lastBegin ? records : 0;
        since = lastTime;
        lastBegin = lastTime;
        noticed = reached;
        return SilenceAlerts.begin(alert(series));
    }

    private SilenceAlerts.Noticed alert(String series) {
        return new SilenceAlerts.Noticed(series, since, noticed, number);
    }

    /**
     * Ends the alert, if one is open, since a record came.
     *
     * @param lastTime its event time, ms
     */
    Optional<Alert> breakAlert(String series, long lastTime) {
        return endAlert(series, Math.max(lastTime, since), EndReason.RECOVERED);
    }

    /**
     * Ends the alert, if one is open, although no record came. It lasted until now by event time or, where that stands
     * still, by the clock.
     *
     * @param processingTime now, ms
     * @param reached event time now, ms
     */
    Optional<Alert> endAlert(String series, long processingTime, long reached) {
        return endAlert(
                series, Math.max(Math.max(noticed, reached), since + processingTime - seen), EndReason.INPUT_ENDED);
    }

    private Optional<Alert> endAlert(String series, long end, EndReason ending) {
        if (!alerted()) {
            return Optional.empty();
        }
        Alert alert = SilenceAlerts.end(alert(series), end, ending);
        since = NEVER;
        noticed = NEVER;
        return Optional.of(alert);
    }

    Silence copy() {
        Silence copy = new Silence(pauses.copy());
        copy.seen = seen;
        copy.lookedForAt = lookedForAt;
        copy.silent = silent;
        copy.since = since;
        copy.noticed = noticed;
        copy.number = number;
        copy.lastBegin = lastBegin;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seen);
        out.writeLong(lookedForAt);
        out.writeBoolean(silent);
        pauses.write(out);
        out.writeLong(since);
        out.writeLong(noticed);
        out.writeLong(number);
        out.writeLong(lastBegin);
    }

    static Silence read(DataInput in) throws IOException {
        long seen = in.readLong();
        long lookedForAt = in.readLong();
        boolean silent = in.readBoolean();
        Silence silence = new Silence(Pauses.read(in));
        silence.seen = seen;
        silence.lookedForAt = lookedForAt;
        silence.silent = silent;
        silence.since = in.readLong();
        silence.noticed = in.readLong();
        silence.number = in.readLong();
        silence.lastBegin = in.readLong();
        return silence;
    }
}
