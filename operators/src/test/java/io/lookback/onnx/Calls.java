package io.lookback.onnx;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;

/** Calls of shipped models with inputs drawn at random; whoever asks for one closes it. */
final class Calls {

    /** Floats that the shipped LSTM remembers of a series. */
    static final int MEMORY = 96;

    private static final int FEATURES = 14;
    private static final int WIDTH = 64;
    private static final int ROW = 64;

    private Calls() {}

    static BoundCall lstm(OnnxModel on, int rows, long seed) {
        BoundCall call = call(on, rows, FEATURES);
        Random random = new Random(seed);
        fill(call.floats("x"), random);
        fill(call.floats("m"), random);
        return call;
    }

    /** Of the LSTM with an input that its graph refuses when it runs. */
    static BoundCall misfit(OnnxModel on, int rows) {
        return call(on, rows, FEATURES - 1);
    }

    static BoundCall window(OnnxModel on, int rows) {
        BoundCall call = BoundCall.of(
                on,
                Map.of(
                        "x", new long[] {rows, FEATURES},
                        "rows", new long[] {rows, WIDTH, ROW},
                        "age", new long[] {rows, WIDTH}),
                Map.of(
                        "y", new long[] {rows, 2},
                        "row", new long[] {rows, ROW},
                        "weights", new long[] {rows, WIDTH + 1}));
        Random random = new Random(5);
        fill(call.floats("x"), random);
        fill(call.floats("rows"), random);
        for (int i = 0; i < rows * WIDTH; i++) {
            call.longs("age").put(i, i % WIDTH);
        }
        return call;
    }

    /** What an LSTM's call put out in its first rows. */
    static float[] outputs(BoundCall call, int rows) {
        float[] y = floats(call, "y", rows * 2);
        float[] memory = floats(call, "m_next", rows * MEMORY);
        float[] all = new float[y.length + memory.length];
        System.arraycopy(y, 0, all, 0, y.length);
        System.arraycopy(memory, 0, all, y.length, memory.length);
        return all;
    }

    static float[] floats(BoundCall call, String name, int count) {
        float[] values = new float[count];
        call.floats(name).get(0, values);
        return values;
    }

    private static BoundCall call(OnnxModel on, int rows, int features) {
        return BoundCall.of(
                on,
                Map.of("x", new long[] {rows, features}, "m", new long[] {rows, MEMORY}),
                Map.of("y", new long[] {rows, 2}, "m_next", new long[] {rows, MEMORY}));
    }

    private static void fill(FloatBuffer buffer, Random random) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (float) random.nextGaussian());
        }
    }
}
