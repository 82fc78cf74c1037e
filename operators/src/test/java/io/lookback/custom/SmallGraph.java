package io.lookback.custom;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/** An ONNX graph of a few nodes, whose results can be computed by hand. */
public final class SmallGraph {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");
    private final ModelProto.Builder model = ModelProto.newBuilder();

    /**
     * A forecaster of F features, {@code forecast/1}: each keeps the last value that was there. {@code x[B,F],
     * present[B,F], m[B,F] -> y[B,F], m_next[B,F]}.
     */
    public static byte[] lastKnown(int features) {
        return new SmallGraph()
                .keepsLastKnown(features)
                .node("Identity", "y", "m_next")
                .output("y", features)
                .bytes();
    }

    /**
     * A forecaster of two features that says how certain it is: the second follows the first, of which it knows nothing but
     * where its mean lies. {@code x[B,2], m[B,1] -> y[B,2,2], m_next[B,1]}.
     *
     * @param scale of the second feature; that of the first is 1
     */
    public static byte[] follower(float scale) {
        return new SmallGraph()
                .input("x", 2)
                .input("m", 1)
                .integers("first", 0, 0)
                .node("Gather", "axis", 1, "firsts", "x", "first")
                .floats("second", 0, 1)
                .node("Mul", "location", "firsts", "second")
                .floats("none", 0, 0)
                .node("Mul", "zeros", "x", "none")
                .floats("scales", 1, scale)
                .node("Add", "scale", "zeros", "scales")
                .integers("behind", 2)
                .node("Unsqueeze", "locations", "location", "behind")
                .node("Unsqueeze", "certainties", "scale", "behind")
                .node("Concat", "axis", 2, "y", "locations", "certainties")
                .output("y", 2, 2)
                .node("Identity", "m_next", "m")
                .output("m_next", 1)
                .bytes();
    }

    /** {@code m_next = present x + (1 - present) m}, of F features. */
    public SmallGraph keepsLastKnown(int features) {
        return input("x", features)
                .input("present", features)
                .input("m", features)
                .floats("one", 1)
                .node("Mul", "there", "x", "present")
                .node("Sub", "absent", "one", "present")
                .node("Mul", "kept", "m", "absent")
                .node("Add", "m_next", "there", "kept")
                .output("m_next", features);
    }

    /** A score over the last W records, {@code score/1}: the mean of all values that are there. */
    public static byte[] windowMean(int window, int features) {
        return new SmallGraph()
                .input("x", window, features)
                .input("present", window, features)
                .integers("axes", 1, 2)
                .node("ReduceSum", "sum", "x", "axes")
                .node("ReduceSum", "count", "present", "axes")
                .node("Div", "mean", "sum", "count")
                .integers("last", 2)
                .node("Squeeze", "y", "mean", "last")
                .output("y", 1)
                .bytes();
    }

    /** @param shape after the batch, which is open */
    public SmallGraph input(String name, long... shape) {
        graph.addInput(tensor(name, shape));
        return this;
    }

    public SmallGraph output(String name, long... shape) {
        graph.addOutput(tensor(name, shape));
        return this;
    }

    public SmallGraph node(String operator, String output, String... inputs) {
        return node(NodeProto.newBuilder().setOpType(operator), output, inputs);
    }

    /** @param attribute an integer of the node */
    public SmallGraph node(String operator, String attribute, long value, String output, String... inputs) {
        return node(
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName(attribute)
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(value)),
                output,
                inputs);
    }

    private SmallGraph node(NodeProto.Builder node, String output, String... inputs) {
        for (String input : inputs) {
            node.addInput(input);
        }
        graph.addNode(node.addOutput(output));
        return this;
    }

    public SmallGraph floats(String name, float... values) {
        TensorProto.Builder constant = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(values.length);
        for (float value : values) {
            constant.addFloatData(value);
        }
        graph.addInitializer(constant);
        return this;
    }

    public SmallGraph integers(String name, long... values) {
        TensorProto.Builder constant = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            constant.addInt64Data(value);
        }
        graph.addInitializer(constant);
        return this;
    }

    public SmallGraph metadata(String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        return this;
    }

    public byte[] bytes() {
        return model.setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .build()
                .toByteArray();
    }

    private static ValueInfoProto tensor(String name, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("B"));
        for (long size : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
