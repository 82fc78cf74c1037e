package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How densely a series is sampled, and for how long it has been watched. A gap counts as one day at most, so neither a
 * silence nor one wild timestamp ages what the detector remembers. A series that was silent for more than
 * {@value #SILENCE} usual intervals is stale for its next {@value #RENEWING} records.
 */
public final class Cadence {

    private static final int VERSION = 2;
    private static final double DAY_MS = 86_400_000;
    private static final double FIRST_INTERVAL_MS = 300_000;
    private static final double LONGEST_GAP = 3;
    private static final double MEMORY = 32;
    private static final long TRUSTING = 5;
    private static final int SILENCE = 30;
    private static final int RENEWING = 10;
    private static final long SHORTEST_SILENCE_MS = 60_000;

    private long records;
    private long gaps;
    private long last;
    private double interval = FIRST_INTERVAL_MS;
    private double days;
    /** Records, this one included, until the series has been heard for long enough after a silence. */
    private int renewing;

    /** Takes in the event time of the record to be judged, ms. */
    public void observe(long time) {
        double gap = records == 0 ? 0 : (double) time - last;
        renewing = gaps >= TRUSTING && gap > silence() ? RENEWING : Math.max(0, renewing - 1);
        last = time;
        records++;
        if (gap > 0) {
            days += Math.min(gap / DAY_MS, 1);
            double bounded = gaps < TRUSTING ? gap : Math.min(gap, LONGEST_GAP * interval);
            gaps++;
            interval += (bounded - interval) * Math.max(1 / MEMORY, 1.0 / gaps);
        }
    }

    /** Records seen before the one being judged. */
    public long index() {
        return records - 1;
    }

    /** Days of event time that the series has been watched. */
    public double days() {
        return days;
    }

    /** Whether the record is one of the first after a silence. */
    public boolean stale() {
        return renewing > 0;
    }

    /** From which time without a record the series counts as silent, ms: at least a minute. */
    public long silence() {
        return Math.max(SHORTEST_SILENCE_MS, (long) (SILENCE * interval));
    }

    public double rowsPerDay() {
        return DAY_MS / interval;
    }

    /** The same once more, sharing nothing that changes. */
    public Cadence copy() {
        Cadence copy = new Cadence();
        copy.records = records;
        copy.gaps = gaps;
        copy.last = last;
        copy.interval = interval;
        copy.days = days;
        copy.renewing = renewing;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(records);
        out.writeLong(gaps);
        out.writeLong(last);
        out.writeDouble(interval);
        out.writeDouble(days);
        out.writeByte(renewing);
    }

    public static Cadence read(DataInput in) throws IOException {
        Versions.require("cadence", in.readByte(), VERSION);
        Cadence cadence = new Cadence();
        cadence.records = in.readLong();
        cadence.gaps = in.readLong();
        cadence.last = in.readLong();
        cadence.interval = in.readDouble();
        cadence.days = in.readDouble();
        cadence.renewing = in.readByte();
        return cadence;
    }

    public long bytes() {
        return 2 + 3 * Long.BYTES + 2 * Double.BYTES;
    }
}
