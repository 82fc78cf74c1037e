package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much a series has moved lately, beside how much it usually moves: what a changed variance or a changed rhythm
 * shows in, though each value is a usual one. A sensor that only follows half of the way is too quiet, a loop that
 * hunts is too restless.
 *
 * <pre>
 * d         = abs(x_t - x_(t-1)), at most {@value #LEAP} usual ones after {@value #ROBUST_FROM} of them
 * lately   += (d - lately) max(1/{@value #LATELY}, 1/n),  usually likewise with {@value #USUALLY}
 * restless  = ln((lately + floor) / (usually + floor))      usually as it was before x; 0 for the first {@value #LATELY}
 * </pre>
 */
public final class Motion {

    /** Values that make up what is called lately. */
    public static final int LATELY = 32;

    private static final int VERSION = 1;
    private static final double USUALLY = 1_000;
    private static final double LEAP = 8;
    private static final int ROBUST_FROM = 50;
    private static final int MOST = 1_000_000;
    private static final double SMALLEST = 1e-300;

    private double last = Double.NaN;
    private int moves;
    private double lately;
    private double usually;

    /**
     * Takes a value in; returns how restless the series is by now: above zero if it moves more than usual, below if
     * less.
     *
     * @param floor a movement too small to matter, raw units
     */
    public double judge(double x, double floor) {
        double before = last;
        last = x;
        if (Double.isNaN(before)) {
            return 0;
        }
        double move = Math.abs(x - before);
        if (moves >= ROBUST_FROM && usually > 0) {
            move = Math.min(move, LEAP * usually);
        }
        moves = Math.min(moves + 1, MOST);
        lately += (move - lately) * Math.max(1.0 / LATELY, 1.0 / moves);
        double least = floor + SMALLEST;
        double restless = moves > LATELY ? Math.log((lately + least) / (usually + least)) : 0;
        usually += (move - usually) * Math.max(1 / USUALLY, 1.0 / moves);
        return restless;
    }

    /** The same once more, sharing nothing that changes. */
    public Motion copy() {
        Motion copy = new Motion();
        copy.last = last;
        copy.moves = moves;
        copy.lately = lately;
        copy.usually = usually;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(last);
        out.writeInt(moves);
        out.writeDouble(lately);
        out.writeDouble(usually);
    }

    public Motion readInto(DataInput in) throws IOException {
        Versions.require("motion", in.readByte(), VERSION);
        last = in.readDouble();
        moves = in.readInt();
        lately = in.readDouble();
        usually = in.readDouble();
        return this;
    }

    public long bytes() {
        return 1 + Integer.BYTES + 3L * Double.BYTES;
    }
}
