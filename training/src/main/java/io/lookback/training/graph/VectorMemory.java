package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** The memory of contract {@code vector/1}: {@code m [B, M]} in, {@code m_next [B, M]} out, zeros at first. */
public final class VectorMemory implements StepMemory {

    private float[] vector;

    public VectorMemory(int size) {
        this.vector = new float[size];
    }

    @Override
    public void provide(OrtEnvironment environment, Map<String, OnnxTensor> inputs) throws OrtException {
        inputs.put("m", OnnxTensor.createTensor(environment, new float[][] {vector}));
    }

    @Override
    public void take(OrtSession.Result result) {
        vector = StepMemory.floats(result, "m_next");
    }
}
