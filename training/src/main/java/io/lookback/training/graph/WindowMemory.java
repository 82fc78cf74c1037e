package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * The memory of contract {@code window/1}: W rows, {@code rows [B, W, D]} with {@code age [B, W]} (1 newest, 0 empty) in,
 * {@code row [B, D]} out, which overwrites the oldest, or the slot that an output {@code slot [B, 1]} names.
 */
public final class WindowMemory implements StepMemory {

    private final int window;
    private final int width;
    private final float[] rows;
    private final long[] ages;
    private int next;

    /** @param start slot that takes the first row of a ring; what the graph makes of it must not depend on that */
    public WindowMemory(int window, int width, int start) {
        this.window = window;
        this.width = width;
        this.rows = new float[window * width];
        this.ages = new long[window];
        this.next = start;
    }

    @Override
    public void provide(OrtEnvironment environment, Map<String, OnnxTensor> inputs) throws OrtException {
        inputs.put("rows", OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {1, window, width}));
        inputs.put("age", OnnxTensor.createTensor(environment, LongBuffer.wrap(ages), new long[] {1, window}));
    }

    @Override
    public void take(OrtSession.Result result) {
        int slot = result.get("slot").isPresent() ? (int) StepMemory.floats(result, "slot")[0] : next;
        System.arraycopy(StepMemory.floats(result, "row"), 0, rows, slot * width, width);
        for (int at = 0; at < window; at++) {
            ages[at] += ages[at] > 0 ? 1 : 0;
        }
        ages[slot] = 1;
        next = (next + 1) % window;
    }
}
