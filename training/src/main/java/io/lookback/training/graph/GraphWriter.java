package io.lookback.training.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Builds one ONNX graph, opset {@value #OPSET}, node by node in the order of evaluation. Every node is named after the
 * one value (or the several values) it makes; the same calls in the same order make the same bytes.
 */
public final class GraphWriter {

    /** Read by every ONNX Runtime since 1.12. */
    public static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final String PRODUCER = "lookback";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final MessageDigest digest;

    public GraphWriter(String name) {
        graph.setName(name);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Declares a float input.
     *
     * @param dimensions a name for each dynamic one, a number for each fixed one
     */
    public String input(String name, Object... dimensions) {
        graph.addInput(declared(name, TensorProto.DataType.FLOAT, dimensions));
        return name;
    }

    public String integerInput(String name, Object... dimensions) {
        graph.addInput(declared(name, TensorProto.DataType.INT64, dimensions));
        return name;
    }

    public void output(String name, Object... dimensions) {
        graph.addOutput(declared(name, TensorProto.DataType.FLOAT, dimensions));
    }

    /** A constant that training found or that the formula gives, row-major. */
    public String weight(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    public String scalar(String name, float value) {
        return weight(name, new float[] {value});
    }

    public String integers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    /** A single whole number, of no dimension. */
    public String integer(String name, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, value);
        return constant(name, TensorProto.DataType.INT64, bytes);
    }

    /** Adds a node with two outputs. */
    public void pair(String operator, String first, String second, String... inputs) {
        node(operator, first, inputs);
        lastNode().addOutput(second);
    }

    /** Adds a node with one output, whose name it returns. */
    public String node(String operator, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        return output;
    }

    /** As {@link #node}, with an integer attribute such as {@code axis}. */
    public String node(String operator, String attribute, long value, String output, String... inputs) {
        node(operator, output, inputs);
        lastNode().addAttribute(attribute(attribute, value));
        return output;
    }

    /** Cuts along the last axis into parts of the given widths. */
    public void split(String input, String widths, String... outputs) {
        splitAlong(-1, input, widths, outputs);
    }

    /** Cuts along an axis into parts of the given widths. */
    public void splitAlong(int axis, String input, String widths, String... outputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Split")
                .setName(outputs[0] + "_split")
                .addInput(input)
                .addInput(widths)
                .addAllOutput(List.of(outputs))
                .addAttribute(attribute("axis", axis)));
    }

    /** Swaps axes. */
    public String transpose(String output, String input, long... order) {
        node("Transpose", output, input);
        lastNode().addAttribute(attribute("perm", order));
        return output;
    }

    /** The largest along an axis, which stays with size 1. */
    public String largest(String output, String input, long axis) {
        node("ReduceMax", output, input);
        lastNode().addAttribute(attribute("axes", new long[] {axis}));
        return output;
    }

    /** SHA-256 over the constants so far, in their order, in hex. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's SHA-256 can be cloned", e);
        }
    }

    /** The file's bytes. */
    public byte[] build(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName(PRODUCER)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET));
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes.array()));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        digest.update(bytes.array());
        return name;
    }

    private NodeProto.Builder lastNode() {
        return graph.getNodeBuilder(graph.getNodeCount() - 1);
    }

    private static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto attribute(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static ValueInfoProto declared(String name, TensorProto.DataType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            shape.addDim(
                    dimension instanceof Number size
                            ? Dimension.newBuilder().setDimValue(size.longValue())
                            : Dimension.newBuilder().setDimParam(dimension.toString()));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
