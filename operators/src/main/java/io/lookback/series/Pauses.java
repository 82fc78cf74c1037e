package io.lookback.series;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long something pauses as a rule: the second longest of its pauses, each of which fades with a half-life of two
 * weeks. One long pause may be an outage, and must not make the next outage look usual; two are a habit, such as the
 * nights of a shop. Mutable, one owner.
 */
public final class Pauses {

    /** Size of the state, as {@link #write} makes it. */
    public static final int BYTES = 2 * Double.BYTES;

    private static final double FADING = Math.log(2) / (14 * 86_400_000.0);

    private double longest;
    private double second;

    /** @param pause that just ended, ms; zero or less for none */
    public void learn(long pause) {
        if (pause <= 0) {
            return;
        }
        double left = Math.exp(-FADING * pause);
        longest *= left;
        second *= left;
        if (pause > longest) {
            second = longest;
            longest = pause;
        } else if (pause > second) {
            second = pause;
        }
    }

    /** Milliseconds; 0 while there was no second pause. */
    public long usual() {
        return (long) second;
    }

    Pauses copy() {
        Pauses copy = new Pauses();
        copy.longest = longest;
        copy.second = second;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeDouble(longest);
        out.writeDouble(second);
    }

    public static Pauses read(DataInput in) throws IOException {
        Pauses pauses = new Pauses();
        pauses.longest = in.readDouble();
        pauses.second = in.readDouble();
        return pauses;
    }
}
