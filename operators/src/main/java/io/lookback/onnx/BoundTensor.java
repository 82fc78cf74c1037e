package io.lookback.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tensor of floats or longs over a direct buffer. The owner closes it.
 *
 * @see BoundCall
 */
final class BoundTensor implements AutoCloseable {

    private static final int MOST_ELEMENTS = 1 << 28;

    private final OnnxJavaType type;
    private final long[] shape;
    private final ByteBuffer bytes;
    private final OnnxTensor value;

    private BoundTensor(OnnxJavaType type, long[] shape, ByteBuffer bytes, OnnxTensor value) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
        this.value = value;
    }

    static BoundTensor of(String name, OnnxJavaType type, long[] shape, SharedBuffers buffers) throws OrtException {
        ByteBuffer bytes = buffers.reserve(name, elements(name, shape) * type.size);
        return new BoundTensor(type, shape.clone(), bytes, over(bytes, type, shape));
    }

    /** A tensor over somebody's direct buffer, from its position on; the caller closes it. */
    static OnnxTensor over(ByteBuffer bytes, OnnxJavaType type, long... shape) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        return type == OnnxJavaType.INT64
                ? OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape)
                : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
    }

    OnnxTensor value() {
        return value;
    }

    OnnxJavaType type() {
        return type;
    }

    /** All of it, in native order; positions are never moved. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** The first dimension. */
    long rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    /** Of the first dimension's elements. */
    int rowBytes() {
        return (int) (bytes.capacity() / rows());
    }

    /** All dimensions but the first. */
    List<Long> tail() {
        return Arrays.stream(shape).skip(1).boxed().toList();
    }

    /** Its shape with another first dimension. */
    long[] shape(int rows) {
        long[] resized = shape.clone();
        resized[0] = rows;
        return resized;
    }

    @Override
    public void close() {
        value.close();
    }

    private static int elements(String name, long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        if (elements < 1 || elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Tensor '%s' would hold %d elements: 1 to %d fit", name, elements, MOST_ELEMENTS));
        }
        return (int) elements;
    }
}
