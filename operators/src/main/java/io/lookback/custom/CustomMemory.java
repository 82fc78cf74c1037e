package io.lookback.custom;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a series keeps for a custom model: the last W records, NaN where a value was missing, or the model's own memory;
 * and of a forecaster what it expects next. Immutable: a step makes a new one, which counts when the step is done.
 */
public final class CustomMemory {

    private final float[] past;
    private final float[] expected;
    private final int seen;

    /** @param seen records, up to as many as matter; 0 for a memory that knows nothing */
    CustomMemory(float[] past, float[] expected, int seen) {
        this.past = past;
        this.expected = expected;
        this.seen = seen;
    }

    /** @param filler of the past: 0, or {@link Float#NaN} for records of which nothing is known */
    static CustomMemory fresh(int past, float filler, int expected) {
        float[] filled = new float[past];
        Arrays.fill(filled, filler);
        return new CustomMemory(filled, new float[expected], 0);
    }

    float[] past() {
        return past;
    }

    /** Of the next record, as the graph said it; meaningless before the first record. */
    float[] expected() {
        return expected;
    }

    int seen() {
        return seen;
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(past.length);
        out.writeInt(expected.length);
        out.writeInt(seen);
        for (float value : past) {
            out.writeFloat(value);
        }
        for (float value : expected) {
            out.writeFloat(value);
        }
    }

    public static CustomMemory read(DataInput in) throws IOException {
        float[] past = new float[in.readInt()];
        float[] expected = new float[in.readInt()];
        int seen = in.readInt();
        for (int i = 0; i < past.length; i++) {
            past[i] = in.readFloat();
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] = in.readFloat();
        }
        return new CustomMemory(past, expected, seen);
    }
}
