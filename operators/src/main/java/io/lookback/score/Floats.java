package io.lookback.score;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Arrays of floats that grow by doubling up to a bound, and cross a checkpoint in one write. */
public final class Floats {

    public static final float[] NONE = new float[0];

    private static final int FIRST = 8;

    private Floats() {}

    /** An array with room for {@code needed} values: the same one, or a copy at least twice as long within the bound. */
    public static float[] withRoom(float[] values, int needed, int bound) {
        if (needed <= values.length) {
            return values;
        }
        return Arrays.copyOf(values, Math.max(needed, Math.min(bound, Math.max(FIRST, 2 * values.length))));
    }

    /**
     * Leaves every second of the first {@code size} values, the last but one and so on: of an ascending list, half as many
     * as before above any level.
     *
     * @return how many are left, at the beginning of the array
     */
    public static int halve(float[] values, int size) {
        int left = size / 2;
        for (int i = 0; i < left; i++) {
            values[i] = values[size % 2 + 2 * i];
        }
        return left;
    }

    /** Bytes that {@link #write} makes of so many values. */
    public static long bytes(int size) {
        return Integer.BYTES + (long) size * Float.BYTES;
    }

    public static void write(DataOutput out, float[] values, int size) throws IOException {
        byte[] bytes = new byte[size * Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().put(values, 0, size);
        out.writeInt(size);
        out.write(bytes);
    }

    /** Fails if more than {@code bound} values follow. */
    public static float[] read(DataInput in, int bound, String part) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > bound) {
            throw new IOException(String.format(
                            Locale.ROOT,
                            "State of the %s holds %d values, this job's settings allow %d. Start from a savepoint",
                            part,
                            size,
                            bound)
                    + " of a job with the same detection profile and features.");
        }
        byte[] bytes = new byte[size * Float.BYTES];
        in.readFully(bytes);
        float[] values = new float[size];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }
}
