package io.lookback.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model with buffers that are allocated once, by itself or with other calls: inputs are written into direct buffers that the runtime reads
 * in place, outputs are pinned to direct buffers that it writes in place. On the processor nothing is allocated or copied
 * by a run; a device may copy its rows into a larger run and back.
 *
 * <p>One thread at a time. The caller closes it before it closes the model.
 */
public final class BoundCall implements AutoCloseable {

    private final OnnxModel model;
    private final SharedBuffers buffers;
    private final Map<String, BoundTensor> inputs = new HashMap<>();
    private final Map<String, BoundTensor> outputs = new HashMap<>();
    private final Map<String, OnnxTensor> inputValues = new HashMap<>();
    private final Map<String, OnnxTensor> outputValues = new HashMap<>();
    private final Map<String, FloatBuffer> floats = new HashMap<>();
    private final Map<String, LongBuffer> longs = new HashMap<>();

    private @Nullable CallForm form;
    private @Nullable RunLimit limit;

    private BoundCall(OnnxModel model, SharedBuffers buffers) {
        this.model = model;
        this.buffers = buffers;
    }

    /** A call with buffers of its own. */
    public static BoundCall of(OnnxModel model, Map<String, long[]> inputs, Map<String, long[]> outputs) {
        return of(model, inputs, outputs, new SharedBuffers());
    }

    /**
     * @param inputs shape of each input by name; {@code INT64} ones get a {@link LongBuffer}, all others are floats
     * @param outputs shape of each output by name, all floats
     * @param buffers that the call lies over
     */
    public static BoundCall of(
            OnnxModel model, Map<String, long[]> inputs, Map<String, long[]> outputs, SharedBuffers buffers) {
        BoundCall call = new BoundCall(model, buffers);
        try {
            for (Map.Entry<String, long[]> input : inputs.entrySet()) {
                String name = input.getKey();
                call.inputValues.put(name, call.bind(call.inputs, name, call.type(name), input.getValue()));
            }
            for (Map.Entry<String, long[]> output : outputs.entrySet()) {
                String name = output.getKey();
                call.outputValues.put(name, call.bind(call.outputs, name, OnnxJavaType.FLOAT, output.getValue()));
            }
            return call;
        } catch (OrtException | RuntimeException e) {
            call.close();
            throw new OnnxException(
                    String.format(Locale.ROOT, "The buffers of model %s cannot be bound", model.digest()), e);
        }
    }

    /** The buffer of a float input or output; its position and limit are the caller's to set. */
    public FloatBuffer floats(String name) {
        return require(floats.get(name), name);
    }

    public LongBuffer longs(String name) {
        return require(longs.get(name), name);
    }

    /**
     * Runs a call all of whose tensors have its rows as their first dimension.
     *
     * @param rows that are in use, from the first on; the others hold anything, before and after
     */
    public void run(int rows) {
        model.runner().run(this, rows);
    }

    /**
     * Runs with some tensors laid over buffers of the caller for this once: direct, in native order, from position 0.
     *
     * @param extraInputs and their shapes, by name
     * @param extraOutputs and their shapes, by name
     */
    public void run(Map<String, View> extraInputs, Map<String, View> extraOutputs) {
        Map<String, OnnxTensor> in = new HashMap<>(inputValues);
        Map<String, OnnxTensor> out = new HashMap<>(outputValues);
        List<OnnxTensor> temporary = new ArrayList<>();
        try {
            lay(extraInputs, in, temporary);
            lay(extraOutputs, out, temporary);
            RunLimit limit = limit();
            model.runner().run(() -> model.execute(in, out, limit));
        } catch (OrtException e) {
            throw new OnnxException(
                    String.format(Locale.ROOT, "Model %s failed: %s", model.digest(), e.getMessage()), e);
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
        if (limit != null) {
            limit.close();
            limit = null;
        }
        inputs.values().forEach(BoundTensor::close);
        outputs.values().forEach(BoundTensor::close);
        inputs.clear();
        outputs.clear();
    }

    /** Runs it as it is, in this thread. */
    void execute() {
        try {
            model.execute(inputValues, outputValues, limit());
        } catch (OrtException e) {
            throw new OnnxException(
                    String.format(Locale.ROOT, "Model %s failed: %s", model.digest(), e.getMessage()), e);
        }
    }

    private RunLimit limit() throws OrtException {
        RunLimit known = limit;
        if (known == null) {
            known = RunLimit.open();
            limit = known;
        }
        return known;
    }

    OnnxModel model() {
        return model;
    }

    /** Made where it is first asked for: the processor never does. */
    CallForm form() {
        CallForm known = form;
        if (known == null) {
            known = CallForm.of(inputs, outputs);
            form = known;
        }
        return known;
    }

    /** All rows, in use or not. */
    int rows() {
        return (int) inputs.values().iterator().next().rows();
    }

    Map<String, BoundTensor> inputs() {
        return inputs;
    }

    Map<String, BoundTensor> outputs() {
        return outputs;
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

    private OnnxJavaType type(String input) {
        TensorSpec spec = model.inputs().get(input);
        return spec != null && "INT64".equals(spec.type()) ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT;
    }

    private OnnxTensor bind(Map<String, BoundTensor> tensors, String name, OnnxJavaType type, long[] shape)
            throws OrtException {
        BoundTensor tensor = BoundTensor.of(name, type, shape, buffers);
        tensors.put(name, tensor);
        if (type == OnnxJavaType.INT64) {
            longs.put(name, tensor.bytes().asLongBuffer());
        } else {
            floats.put(name, tensor.bytes().asFloatBuffer());
        }
        return tensor.value();
    }

    private static <T> T require(@Nullable T buffer, String name) {
        if (buffer == null) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "This call binds no tensor of that type named '%s'", name));
        }
        return buffer;
    }
}
