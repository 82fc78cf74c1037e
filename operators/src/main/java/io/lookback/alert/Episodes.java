package io.lookback.alert;

import io.lookback.event.Versions;
import io.lookback.score.Floats;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Discounts a level by how many earlier episodes reached it: {@code level - log10(1 + c)}, c the number of closed
 * episodes whose peak was as high. An episode holds its highest level and closes when nothing higher came for
 * {@value #PATIENCE} records; the highest peaks are kept. Every {@value #MEMORY} records half of them are forgotten.
 */
public final class Episodes {

    private static final int VERSION = 1;
    private static final int PATIENCE = 50;
    private static final long SETTLING = 30;
    private static final long MEMORY = 25_600;

    private final int bound;

    private long count;
    private boolean open;
    private double peak;
    private long peakAt;
    private int size;
    private float[] peaks = Floats.NONE;

    /** @param bound how many of the highest peaks are kept */
    public Episodes(int bound) {
        this.bound = bound;
    }

    /** The level less its discount; then takes the level in. */
    public double discount(double level) {
        double discounted = level - Math.log10(1 + higher(level));
        if (count > SETTLING) {
            follow(level);
        }
        count++;
        if (count % MEMORY == 0) {
            size = Floats.halve(peaks, size);
        }
        return discounted;
    }

    private int higher(double level) {
        int lower = 0;
        while (lower < size && peaks[lower] < level) {
            lower++;
        }
        return size - lower;
    }

    private void follow(double level) {
        if (open && level <= peak && count - peakAt > PATIENCE) {
            close();
            open = false;
        }
        if (!open || level > peak) {
            open = true;
            peak = level;
            peakAt = count;
        }
    }

    private void close() {
        float value = (float) peak;
        if (size < bound) {
            peaks = Floats.withRoom(peaks, size + 1, bound);
            peaks[size++] = value;
        } else if (value > peaks[0]) {
            peaks[0] = value;
        }
        Arrays.sort(peaks, 0, size);
    }

    /** The same once more, sharing nothing that changes. */
    public Episodes copy() {
        Episodes copy = new Episodes(bound);
        copy.count = count;
        copy.open = open;
        copy.peak = peak;
        copy.peakAt = peakAt;
        copy.size = size;
        copy.peaks = peaks.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(count);
        out.writeBoolean(open);
        out.writeDouble(peak);
        out.writeLong(peakAt);
        Floats.write(out, peaks, size);
    }

    public Episodes readInto(DataInput in) throws IOException {
        Versions.require("episodes", in.readByte(), VERSION);
        count = in.readLong();
        open = in.readBoolean();
        peak = in.readDouble();
        peakAt = in.readLong();
        peaks = Floats.read(in, bound, "episodes");
        size = peaks.length;
        return this;
    }

    public long bytes() {
        return 2 + 2 * Long.BYTES + Double.BYTES + Floats.bytes(size);
    }
}
