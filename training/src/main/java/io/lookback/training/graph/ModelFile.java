package io.lookback.training.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lookback.cell.Cell;
import io.lookback.event.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An .onnx file opened to be read: its card and its constants. */
public final class ModelFile {

    private final ModelProto model;
    private final Map<String, float[]> weights = new HashMap<>();

    private ModelFile(ModelProto model) {
        this.model = model;
    }

    /** @throws IllegalArgumentException if the bytes are not an ONNX model */
    public static ModelFile parse(byte[] bytes) {
        try {
            return new ModelFile(ModelProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d bytes are not an ONNX model; give an .onnx file.", bytes.length), e);
        }
    }

    /**
     * The bytes of such a file.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static byte[] read(Path file) {
        try {
            return RegularFile.bytes(file, Cell.MAX_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Model '%s' cannot be read (%s). Give an .onnx file.", file, e), e);
        }
    }

    /** The metadata by key, {@code lookback.name} and so on. */
    public Map<String, String> card() {
        return model.getMetadataPropsList().stream()
                .collect(
                        Collectors.toUnmodifiableMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    /**
     * This file.
     *
     * @throws IllegalArgumentException if it is of another cell
     */
    public ModelFile ofCell(String cell) {
        String own = card().getOrDefault("lookback.cell", "no cell");
        if (!own.equals(cell)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "The model to start from is of kind %s, not %s; give --cell %s.", own, cell, own));
        }
        return this;
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

    /**
     * A float constant of that many numbers, row-major.
     *
     * @throws IllegalArgumentException if there is none, or one of another size
     */
    public float[] weight(String name, int size) {
        float[] values = weight(name);
        if (values.length != size) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The model's constant '%s' has %d numbers, this cell's has %d; give a model of the same cell and sizes.",
                    name,
                    values.length,
                    size));
        }
        return values;
    }

    /** A float constant, row-major; to read only. */
    public float[] weight(String name) {
        return weights.computeIfAbsent(name, this::readWeight);
    }

    private float[] readWeight(String name) {
        TensorProto tensor = model.getGraph().getInitializerList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "The model has no constant '%s'.", name)));
        FloatBuffer buffer = raw(tensor)
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** The same tensor with its floats as raw bytes: ONNX has two places for them. */
    static TensorProto raw(TensorProto tensor) {
        if (tensor.getFloatDataCount() == 0) {
            return tensor;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(tensor.getFloatDataCount() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tensor.getFloatDataList().forEach(bytes::putFloat);
        return tensor.toBuilder()
                .clearFloatData()
                .setRawData(ByteString.copyFrom(bytes.array()))
                .build();
    }
}
