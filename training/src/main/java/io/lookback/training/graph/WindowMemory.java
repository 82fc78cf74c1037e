package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * The memory of contract {@code window/1}: a ring of the last W rows, {@code rows [B, W, D]} with {@code age [B, W]}
 * (1 newest, W oldest, 0 empty) in, {@code row [B, D]} out, which overwrites the oldest.
 */
public final class WindowMemory implements StepMemory {

    private final int window;
    private final int width;
    private final float[] rows;
    private int next;
    private long written;

    /** @param start slot that takes the first row; what the graph makes of a window must not depend on it */
    public WindowMemory(int window, int width, int start) {
        this.window = window;
        this.width = width;
        this.rows = new float[window * width];
        this.next = start;
    }

    @Override
    public void provide(OrtEnvironment environment, Map<String, OnnxTensor> inputs) throws OrtException {
        long[] ages = new long[window];
        for (int age = 1; age <= Math.min(written, window); age++) {
            ages[Math.floorMod(next - age, window)] = age;
        }
        inputs.put("rows", OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {1, window, width}));
        inputs.put("age", OnnxTensor.createTensor(environment, LongBuffer.wrap(ages), new long[] {1, window}));
    }

    @Override
    public void take(OrtSession.Result result) {
        System.arraycopy(StepMemory.floats(result, "row"), 0, rows, next * width, width);
        next = (next + 1) % window;
        written++;
    }
}
