package io.lookback.alert;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which records are news: record i is if more than the refractory number of records passed since the last one that was,
 * or if it lies higher than that one. So a long trouble raises an alert at its onset and at each new height, not at
 * every record; and the choice depends on no threshold.
 */
public final class AlertPolicy {

    private static final int VERSION = 1;

    private long last = Long.MIN_VALUE / 2;
    private double level;

    /** Whether record {@code index}, if it is news, begins something, so that what came before is over. */
    public boolean onset(long index, long refractory) {
        return index - last > refractory;
    }

    /** Whether record {@code index} of the series is news at that level; then remembers it if it is. */
    public boolean admit(long index, double candidate, long refractory) {
        boolean news = onset(index, refractory) || candidate > level;
        if (news) {
            last = index;
            level = candidate;
        }
        return news;
    }

    /** The same once more, sharing nothing that changes. */
    public AlertPolicy copy() {
        AlertPolicy copy = new AlertPolicy();
        copy.last = last;
        copy.level = level;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(last);
        out.writeDouble(level);
    }

    public static AlertPolicy read(DataInput in) throws IOException {
        Versions.require("alert policy", in.readByte(), VERSION);
        AlertPolicy policy = new AlertPolicy();
        policy.last = in.readLong();
        policy.level = in.readDouble();
        return policy;
    }

    public long bytes() {
        return 1 + Long.BYTES + Double.BYTES;
    }
}
