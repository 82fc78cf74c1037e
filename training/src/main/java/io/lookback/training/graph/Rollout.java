package io.lookback.training.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rolls a step graph over one sequence through ONNX Runtime, as a job would: one record a call, its memory carried from
 * call to call. One thread; the one who made it closes it.
 */
public final class Rollout implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final StepMemory memory;

    private Rollout(OrtSession session, StepMemory memory) {
        this.session = session;
        this.memory = memory;
    }

    /**
     * @param model bytes of an .onnx file
     * @param memory fresh, of the model's contract
     * @throws OrtException if ONNX Runtime does not accept the graph
     */
    public static Rollout of(byte[] model, StepMemory memory) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new Rollout(OrtEnvironment.getEnvironment().createSession(model, options), memory);
        }
    }

    /** Advances by one input {@code [F]} and returns {@code (mean, scale)}. */
    public float[] step(float[] x) throws OrtException {
        return step(x, "y");
    }

    /** Advances by one input {@code [F]} and returns the output of that name, flat. */
    public float[] step(float[] x, String output) throws OrtException {
        return step(x, List.of(output)).get(0);
    }

    /** Advances by one input {@code [F]} and returns the outputs of those names, flat. */
    public List<float[]> step(float[] x, List<String> outputs) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("x", OnnxTensor.createTensor(environment, new float[][] {x}));
            memory.provide(environment, inputs);
            try (OrtSession.Result result = session.run(inputs)) {
                memory.take(result);
                return outputs.stream()
                        .map(output -> StepMemory.floats(result, output))
                        .toList();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
