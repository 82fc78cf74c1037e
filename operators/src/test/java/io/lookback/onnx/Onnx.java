package io.lookback.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ONNX messages field by field, well-formed or not: each method adds one field. */
final class Onnx {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Onnx message() {
        return new Onnx();
    }

    /** Of {@code inner} within one more message. */
    static Onnx in(int field, Onnx inner) {
        return message().with(field, inner);
    }

    /** A tensor of that name and shape, with so many bytes of data. */
    static Onnx tensor(String name, int data, long... dims) {
        Onnx tensor = message().with(8, name).with(9, new byte[data]);
        for (long dim : dims) {
            tensor.with(1, dim);
        }
        return tensor;
    }

    /** A tensor whose data is to be found in another file. */
    static Onnx external(String name, String location) {
        return tensor(name, 0, 1)
                .with(14, 1)
                .with(13, message().with(1, "location").with(2, location));
    }

    Onnx with(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Onnx with(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    Onnx with(int field, String value) {
        return with(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Onnx with(int field, Onnx value) {
        return with(field, value.bytes());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
