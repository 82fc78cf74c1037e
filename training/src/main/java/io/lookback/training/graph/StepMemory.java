package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;

/** What one sequence remembers between two calls of a step graph; one implementation per contract. */
public sealed interface StepMemory permits VectorMemory, AttentionMemory, WindowMemory {

    /** Adds the contract's memory inputs; the caller closes them. */
    void provide(OrtEnvironment environment, Map<String, OnnxTensor> inputs) throws OrtException;

    /** Takes the next memory from a call's outputs. */
    void take(OrtSession.Result result) throws OrtException;

    /** The output's values, flat. */
    static float[] floats(OrtSession.Result result, String name) {
        OnnxTensor tensor = (OnnxTensor) result.get(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "The graph has no output '%s'.", name)));
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
