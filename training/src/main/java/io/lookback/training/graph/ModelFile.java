package io.lookback.training.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An .onnx file opened to be read: its card and its constants. */
public final class ModelFile {

    private final ModelProto model;

    private ModelFile(ModelProto model) {
        this.model = model;
    }

    /** @throws IllegalArgumentException if the bytes are no ONNX model */
    public static ModelFile parse(byte[] bytes) {
        try {
            return new ModelFile(ModelProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d bytes are no ONNX model; give an .onnx file.", bytes.length), e);
        }
    }

    /** The metadata by key, {@code lookback.name} and so on. */
    public Map<String, String> card() {
        return model.getMetadataPropsList().stream()
                .collect(
                        Collectors.toUnmodifiableMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    /** A size of the contract: {@code memory}, {@code hidden}, ... */
    public int size(String name) {
        String value = card().get("lookback." + name);
        if (value == null) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "The model's card has no 'lookback.%s'.", name));
        }
        return Integer.parseInt(value);
    }

    /** A float constant, row-major. */
    public float[] weight(String name) {
        TensorProto tensor = model.getGraph().getInitializerList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "The model has no constant '%s'.", name)));
        FloatBuffer buffer = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
