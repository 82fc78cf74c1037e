package io.lookback.sql;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A model without a memory, in the bytes of ONNX: {@code y[B,1] = x[B,2] w}, where w is (2, -1). */
final class LinearModel {

    private static final int FLOAT = 1;

    private LinearModel() {}

    static byte[] bytes() {
        return message(model -> {
            model.writeInt64(1, 8);
            model.writeByteArray(7, graph());
            model.writeByteArray(8, message(opset -> opset.writeInt64(2, 17)));
        });
    }

    private static byte[] graph() {
        return message(graph -> {
            graph.writeByteArray(1, message(node -> {
                node.writeString(1, "x");
                node.writeString(1, "w");
                node.writeString(2, "y");
                node.writeString(4, "MatMul");
            }));
            graph.writeString(2, "linear");
            graph.writeByteArray(5, message(weights -> {
                weights.writeInt64(1, 2);
                weights.writeInt64(1, 1);
                weights.writeInt32(2, FLOAT);
                weights.writeFloat(4, 2);
                weights.writeFloat(4, -1);
                weights.writeString(8, "w");
            }));
            graph.writeByteArray(11, value("x", 2));
            graph.writeByteArray(12, value("y", 1));
        });
    }

    private static byte[] value(String name, int size) {
        byte[] shape = message(dimensions -> {
            dimensions.writeByteArray(1, message(rows -> rows.writeString(2, "B")));
            dimensions.writeByteArray(1, message(columns -> columns.writeInt64(1, size)));
        });
        byte[] tensor = message(type -> {
            type.writeInt32(1, FLOAT);
            type.writeByteArray(2, shape);
        });
        return message(value -> {
            value.writeString(1, name);
            value.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
