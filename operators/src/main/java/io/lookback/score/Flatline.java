package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How improbable it is that a value repeats for so long: a sensor that is stuck, an exporter that serves its cache. Seen
 * while it lasts, not when it ends.
 *
 * <pre>
 * p = (repeats + 1) / (repeats + changes + 2)      share of records that equalled the one before
 * F = -k log10 p                                   k repeats in a row, k > {@value #LEAST} + {@value #GROWTH} * longest run before
 *   = 0                                            otherwise, and before {@value #SETTLING} changes were seen
 * </pre>
 *
 * <p>Runs count once they have ended, and none for more than that bound: the first nights without traffic are news,
 * later ones are not, and one long fault does not hide the next. Counts are halved when they reach {@value #MEMORY}, so
 * what was usual long ago is forgotten.
 */
public final class Flatline {

    private static final int VERSION = 1;
    private static final int SETTLING = 30;
    private static final int LEAST = 8;
    private static final int GROWTH = 4;
    private static final int MEMORY = 20_000;
    /** Longest run that is counted. */
    private static final int MOST = 1_000_000;

    private double last = Double.NaN;
    private int run;
    private int longest;
    private int repeats;
    private int changes;

    /** Takes a value in; returns {@code -log10} of the probability of the run that it belongs to, 0 for a usual one. */
    public double judge(double x) {
        if (x == last) {
            run = Math.min(run + 1, MOST);
        } else {
            end();
            last = x;
        }
        boolean unusual = changes >= SETTLING && run > bound();
        return unusual ? -run * Math.log10((repeats + 1.0) / (repeats + changes + 2.0)) : 0;
    }

    private void end() {
        int counted = Math.min(run, bound());
        longest = Math.max(longest, counted);
        repeats += counted;
        changes += Double.isNaN(last) ? 0 : 1;
        run = 0;
        if (repeats + changes > MEMORY) {
            repeats /= 2;
            changes /= 2;
            longest /= 2;
        }
    }

    private int bound() {
        return LEAST + GROWTH * longest;
    }

    /** The same once more, sharing nothing that changes. */
    public Flatline copy() {
        Flatline copy = new Flatline();
        copy.last = last;
        copy.run = run;
        copy.longest = longest;
        copy.repeats = repeats;
        copy.changes = changes;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(last);
        for (int number : new int[] {run, longest, repeats, changes}) {
            out.writeInt(number);
        }
    }

    public Flatline readInto(DataInput in) throws IOException {
        Versions.require("flatline", in.readByte(), VERSION);
        last = in.readDouble();
        run = in.readInt();
        longest = in.readInt();
        repeats = in.readInt();
        changes = in.readInt();
        return this;
    }

    public long bytes() {
        return 1 + Double.BYTES + 4L * Integer.BYTES;
    }
}
