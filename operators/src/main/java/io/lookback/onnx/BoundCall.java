package io.lookback.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model with buffers that are allocated once: inputs are written into direct buffers that the runtime reads
 * in place, outputs are pinned to direct buffers that it writes in place. Nothing is allocated or copied by a run.
 *
 * <p>One thread at a time. The caller closes it before it closes the model.
 */
public final class BoundCall implements AutoCloseable {

    private final OnnxModel model;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final Map<String, FloatBuffer> floats = new HashMap<>();
    private final Map<String, LongBuffer> longs = new HashMap<>();

    private BoundCall(OnnxModel model) {
        this.model = model;
    }

    /**
     * @param inputs shape of each input by name; {@code INT64} ones get a {@link LongBuffer}, all others are floats
     * @param outputs shape of each output by name, all floats
     */
    public static BoundCall of(OnnxModel model, Map<String, long[]> inputs, Map<String, long[]> outputs) {
        BoundCall call = new BoundCall(model);
        try {
            for (Map.Entry<String, long[]> input : inputs.entrySet()) {
                call.bind(call.inputs, input.getKey(), input.getValue(), call.isLong(input.getKey()));
            }
            for (Map.Entry<String, long[]> output : outputs.entrySet()) {
                call.bind(call.outputs, output.getKey(), output.getValue(), false);
            }
            return call;
        } catch (OrtException | RuntimeException e) {
            call.close();
            throw new OnnxException("The buffers of model %s cannot be bound".formatted(model.digest()), e);
        }
    }

    /** The buffer of a float input or output; its position and limit are the caller's to set. */
    public FloatBuffer floats(String name) {
        return require(floats.get(name), name);
    }

    public LongBuffer longs(String name) {
        return require(longs.get(name), name);
    }

    public void run() {
        try (OrtSession.Result ignored = model.session().run(inputs, outputs)) {
            // The outputs are pinned: the result owns nothing, but holds native handles until it is closed.
        } catch (OrtException e) {
            throw new OnnxException("Model %s failed: %s".formatted(model.digest(), e.getMessage()), e);
        }
    }

    /**
     * Runs with some tensors laid over buffers of the caller for this once: direct, in native order, from position 0.
     *
     * @param extraInputs and their shapes, by name
     * @param extraOutputs and their shapes, by name
     */
    public void run(Map<String, View> extraInputs, Map<String, View> extraOutputs) {
        Map<String, OnnxTensor> in = new HashMap<>(inputs);
        Map<String, OnnxTensor> out = new HashMap<>(outputs);
        List<OnnxTensor> temporary = new ArrayList<>();
        try {
            lay(extraInputs, in, temporary);
            lay(extraOutputs, out, temporary);
            try (OrtSession.Result ignored = model.session().run(in, out)) {
                // As above: the outputs are pinned.
            }
        } catch (OrtException e) {
            throw new OnnxException("Model %s failed: %s".formatted(model.digest(), e.getMessage()), e);
        } finally {
            temporary.forEach(OnnxTensor::close);
        }
    }

    /** A float tensor over a buffer that somebody else owns. */
    public record View(FloatBuffer buffer, List<Long> shape) {

        public static View of(FloatBuffer buffer, long... shape) {
            return new View(buffer, Arrays.stream(shape).boxed().toList());
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        inputs.clear();
        outputs.clear();
    }

    private static void lay(Map<String, View> views, Map<String, OnnxTensor> tensors, List<OnnxTensor> temporary)
            throws OrtException {
        for (Map.Entry<String, View> view : views.entrySet()) {
            long[] shape =
                    view.getValue().shape().stream().mapToLong(Long::longValue).toArray();
            OnnxTensor tensor = OnnxTensor.createTensor(
                    OnnxRuntime.environment(), view.getValue().buffer(), shape);
            temporary.add(tensor);
            tensors.put(view.getKey(), tensor);
        }
    }

    private boolean isLong(String input) {
        TensorSpec spec = model.inputs().get(input);
        return spec != null && "INT64".equals(spec.type());
    }

    private void bind(Map<String, OnnxTensor> tensors, String name, long[] shape, boolean isLong) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        int elements = elements(name, shape);
        ByteBuffer bytes = ByteBuffer.allocateDirect(elements * (isLong ? Long.BYTES : Float.BYTES))
                .order(ByteOrder.nativeOrder());
        if (isLong) {
            LongBuffer buffer = bytes.asLongBuffer();
            longs.put(name, buffer);
            tensors.put(name, OnnxTensor.createTensor(environment, buffer, shape));
        } else {
            FloatBuffer buffer = bytes.asFloatBuffer();
            floats.put(name, buffer);
            tensors.put(name, OnnxTensor.createTensor(environment, buffer, shape));
        }
    }

    private static int elements(String name, long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        if (elements < 1 || elements > 1 << 28) {
            throw new IllegalArgumentException(
                    "Tensor '%s' would hold %d elements: 1 to %d fit".formatted(name, elements, 1 << 28));
        }
        return (int) elements;
    }

    private static <T> T require(@Nullable T buffer, String name) {
        if (buffer == null) {
            throw new IllegalArgumentException("This call binds no tensor of that type named '%s'".formatted(name));
        }
        return buffer;
    }
}
