package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The memory of contract {@code attention/1}: {@code c [B, C]}, {@code rows [B, T, D]} and {@code mask [B, T]} in,
 * {@code c_next [B, C]} and {@code row [B, D]} out. Every row is kept, but those of which an output
 * {@code keep [B, 1]} says otherwise; room for more is kept as masked rows.
 */
public final class AttentionMemory implements StepMemory {

    private final int width;
    private final int spare;
    private float[] context;
    private float[] rows = new float[0];

    /**
     * @param context floats of the context, C
     * @param width floats of a row, D
     * @param spare masked rows that a call carries behind the true ones, 0 or more
     */
    public AttentionMemory(int context, int width, int spare) {
        this.width = width;
        this.spare = spare;
        this.context = new float[context];
    }

    @Override
    public void provide(OrtEnvironment environment, Map<String, OnnxTensor> inputs) throws OrtException {
        int present = rows.length / width;
        int all = present + spare;
        float[] padded = Arrays.copyOf(rows, all * width);
        float[] mask = new float[all];
        Arrays.fill(mask, 0, present, 1);
        inputs.put("c", OnnxTensor.createTensor(environment, new float[][] {context}));
        inputs.put("rows", OnnxTensor.createTensor(environment, FloatBuffer.wrap(padded), new long[] {1, all, width}));
        inputs.put("mask", OnnxTensor.createTensor(environment, FloatBuffer.wrap(mask), new long[] {1, all}));
    }

    @Override
    public void take(OrtSession.Result result) {
        context = StepMemory.floats(result, "c_next");
        if (result.get("keep").isPresent() && StepMemory.floats(result, "keep")[0] < 0.5f) {
            return;
        }
        int end = rows.length;
        rows = Arrays.copyOf(rows, end + width);
        System.arraycopy(StepMemory.floats(result, "row"), 0, rows, end, width);
    }
}
