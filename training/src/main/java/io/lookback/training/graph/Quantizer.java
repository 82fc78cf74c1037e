package io.lookback.training.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Rewrites the products of a step graph with constant matrices to 8-bit integers (Jacob et al., Quantization and Training
 * of Neural Networks for Efficient Integer-Arithmetic-Only Inference, CVPR 2018, section 2). {@code y = x W + b} becomes
 *
 * <pre>{@code q = QuantizeLinear(x, a, 128)    y = beta * MatMulInteger(q, V, 128) + b    V = round(a W / beta)}</pre>
 *
 * with a scale {@code a} for each column of x, which the matrix takes in, and a scale {@code beta} for each column of W.
 * Where x is a concatenation, such as input and hidden state, each part gets a product of its own: in one, the part with
 * the wider range leaves the other few of the 127 levels, and the LSTM lost 0.09 nats in place of 0.02.
 *
 * <p>The scales of x are constants from a calibration. {@code DynamicQuantizeLinear} needs none, but it takes the scale
 * from all rows of a call together, and then a score depends on which other series shared the call. Weights use 7 bits:
 * on processors with AVX2 alone, products of 8-bit weights overflow their 16-bit sums, and scores would depend on the
 * processor.
 */
public final class Quantizer {

    private static final float LARGEST_INPUT = 127;
    private static final float LARGEST_WEIGHT = 63;
    private static final byte MIDDLE = (byte) 128;

    /** Smaller products stay: their bytes do not matter. */
    private static final long FEWEST_WEIGHTS = 256;

    /** A column that calibration hardly saw move may move later. */
    private static final float SMALLEST_RANGE = 0.05f;

    private static final String EXPOSED = "exposed_";
    private static final String METADATA = "lookback.";

    private final ModelProto model;
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();

    private Quantizer(ModelProto model) {
        this.model = model;
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), ModelFile.raw(tensor)));
    }

    /** @throws IllegalArgumentException if the bytes are not an ONNX model */
    public static Quantizer of(byte[] bytes) {
        try {
            return new Quantizer(ModelProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d bytes are not an ONNX model; give an .onnx file.", bytes.length), e);
        }
    }

    /** Names of the values whose largest magnitudes, column by column, {@link #quantized} needs. */
    public List<String> inputs() {
        return model.getGraph().getNodeList().stream()
                .filter(this::product)
                .flatMap(node -> operands(node).stream())
                .distinct()
                .toList();
    }

    /** The outputs of {@link #exposed} that hold the {@link #inputs}, in their order. */
    public List<String> exposedNames() {
        return inputs().stream().map(name -> EXPOSED + name).toList();
    }

    /** The model with copies of the {@link #inputs} among its outputs, for calibration. */
    public byte[] exposed() {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (String name : inputs()) {
            graph.addNodeBuilder().setOpType("Identity").addInput(name).addOutput(EXPOSED + name);
            graph.addOutput(ValueInfoProto.newBuilder()
                    .setName(EXPOSED + name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    /**
     * The model in 8-bit integers. Its name ends in {@code -int8}, and its memory goes on with that of the original.
     *
     * @param largest magnitude of each column of the {@link #inputs}
     * @throws IllegalArgumentException if there is nothing to quantize
     */
    public byte[] quantized(Map<String, float[]> largest) {
        if (inputs().isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The model has no product with a constant matrix of %d numbers or more: nothing to quantize.",
                    FEWEST_WEIGHTS));
        }
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearInitializer();
        Map<String, TensorProto> kept = new LinkedHashMap<>(constants);
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (product(node)) {
                new Product(node, matrix(node), scales(node, largest), graph, kept).write();
            } else {
                graph.addNode(node);
            }
        }
        graph.addAllInitializer(kept.values());
        ModelProto.Builder quantized = model.toBuilder().setGraph(graph);
        describe(quantized, digest(kept));
        return quantized.build().toByteArray();
    }

    private TensorProto matrix(NodeProto node) {
        return Objects.requireNonNull(constants.get(node.getInput(1)));
    }

    /** What a product multiplies: the parts of a concatenation one by one, because their ranges differ. */
    private List<String> operands(NodeProto node) {
        String input = node.getInput(0);
        return model.getGraph().getNodeList().stream()
                .filter(maker -> maker.getOpType().equals("Concat")
                        && maker.getOutputList().contains(input))
                .findFirst()
                .map(concat -> List.copyOf(concat.getInputList()))
                .orElse(List.of(input));
    }

    /** Of each column of a product's operands. */
    private Map<String, float[]> scales(NodeProto node, Map<String, float[]> largest) {
        Map<String, float[]> scales = new LinkedHashMap<>();
        int columns = 0;
        for (String operand : operands(node)) {
            float[] ranges = largest.getOrDefault(operand, new float[0]);
            float[] own = new float[ranges.length];
            for (int column = 0; column < own.length; column++) {
                own[column] = Math.max(ranges[column], SMALLEST_RANGE) / LARGEST_INPUT;
            }
            scales.put(operand, own);
            columns += own.length;
        }
        if (columns != matrix(node).getDims(0)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' has %d columns, not %d.",
                    node.getInput(0),
                    matrix(node).getDims(0),
                    columns));
        }
        return scales;
    }

    private static void describe(ModelProto.Builder quantized, String digest) {
        Map<String, String> card = new LinkedHashMap<>();
        quantized.getMetadataPropsList().forEach(entry -> card.put(entry.getKey(), entry.getValue()));
        String name = card.getOrDefault(METADATA + "name", "model");
        card.putIfAbsent(METADATA + "memory-of", name + '-' + card.getOrDefault(METADATA + "version", "1"));
        card.put(METADATA + "name", name + "-int8");
        card.put(METADATA + "digest", digest);
        quantized.clearMetadataProps();
        card.forEach((key, value) -> quantized.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    }

    private static String digest(Map<String, TensorProto> constants) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            constants
                    .values()
                    .forEach(tensor -> digest.update(tensor.getRawData().toByteArray()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Whether a node multiplies something that is computed by a constant matrix that nothing else reads. */
    private boolean product(NodeProto node) {
        boolean plain = node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm") && plain(node);
        if (!plain || constants.containsKey(node.getInput(0))) {
            return false;
        }
        TensorProto matrix = constants.get(node.getInput(1));
        return matrix != null
                && matrix.getDataType() == TensorProto.DataType.FLOAT.getNumber()
                && matrix.getDimsCount() == 2
                && matrix.getDims(0) * matrix.getDims(1) >= FEWEST_WEIGHTS
                && readers(matrix.getName()) == 1;
    }

    private long readers(String constant) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getInputList().contains(constant))
                .count();
    }

    /** Without factors and without transposed matrices. */
    private static boolean plain(NodeProto gemm) {
        return gemm.getAttributeCount() == 0;
    }

    /**
     * One product on its way into the new graph.
     *
     * @param scales of each operand's columns
     */
    private record Product(
            NodeProto node,
            TensorProto matrix,
            Map<String, float[]> scales,
            GraphProto.Builder graph,
            Map<String, TensorProto> kept) {

        /** A sum of one integer product for each operand, and of the bias. */
        private void write() {
            kept.remove(matrix.getName());
            List<String> terms = new ArrayList<>();
            int row = 0;
            for (Map.Entry<String, float[]> operand : scales.entrySet()) {
                terms.add(term(operand.getKey(), operand.getValue(), row, terms.size()));
                row += operand.getValue().length;
            }
            if (node.getInputCount() > 2) {
                terms.add(node.getInput(2));
            }
            String sum = terms.get(0);
            for (int i = 1; i < terms.size(); i++) {
                String name = i == terms.size() - 1 ? node.getOutput(0) : node.getOutput(0) + "_sum" + i;
                add("Add", name, sum, terms.get(i));
                sum = name;
            }
            if (terms.size() == 1) {
                add("Identity", node.getOutput(0), sum);
            }
        }

        private String term(String operand, float[] columns, int from, int number) {
            String made = String.format(Locale.ROOT, "%s_part%d", node.getOutput(0), number);
            byte[] middles = new byte[columns.length];
            Arrays.fill(middles, MIDDLE);
            floats(made + "_input_scale", columns, columns.length);
            bytes(made + "_middle", TensorProto.DataType.UINT8, middles, columns.length);
            bytes(made + "_zero", TensorProto.DataType.UINT8, new byte[] {MIDDLE});
            writeWeights(made, columns, from);
            add("QuantizeLinear", made + "_quantized", operand, made + "_input_scale", made + "_middle")
                    .addAttribute(attribute("axis", -1));
            add("MatMulInteger", made + "_integers", made + "_quantized", made + "_weight", made + "_zero");
            add("Cast", made + "_floats", made + "_integers")
                    .addAttribute(attribute("to", TensorProto.DataType.FLOAT.getNumber()));
            add("Mul", made, made + "_floats", made + "_scale");
            return made;
        }

        /** The rows of the matrix that one operand meets. */
        private void writeWeights(String made, float[] scales, int from) {
            int columns = (int) matrix.getDims(1);
            FloatBuffer weights = matrix.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] steps = new float[columns];
            byte[] integers = new byte[scales.length * columns];
            for (int column = 0; column < columns; column++) {
                float largest = Float.MIN_NORMAL;
                for (int row = 0; row < scales.length; row++) {
                    largest = Math.max(largest, Math.abs(scales[row] * weights.get((from + row) * columns + column)));
                }
                steps[column] = largest / LARGEST_WEIGHT;
                for (int row = 0; row < scales.length; row++) {
                    float weight = scales[row] * weights.get((from + row) * columns + column);
                    integers[row * columns + column] = (byte) Math.round(weight / steps[column]);
                }
            }
            bytes(made + "_weight", TensorProto.DataType.INT8, integers, scales.length, columns);
            floats(made + "_scale", steps, columns);
        }

        private NodeProto.Builder add(String operator, String output, String... inputs) {
            return graph.addNodeBuilder()
                    .setOpType(operator)
                    .setName(output)
                    .addAllInput(List.of(inputs))
                    .addOutput(output);
        }

        private void floats(String name, float[] values, long... shape) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            bytes(name, TensorProto.DataType.FLOAT, bytes.array(), shape);
        }

        private void bytes(String name, TensorProto.DataType type, byte[] values, long... shape) {
            TensorProto.Builder tensor = TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(type.getNumber())
                    .setRawData(ByteString.copyFrom(values));
            for (long size : shape) {
                tensor.addDims(size);
            }
            kept.put(name, tensor.build());
        }

        private static AttributeProto attribute(String name, long value) {
            return AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value)
                    .build();
        }
    }
}
