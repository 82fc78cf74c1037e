package io.lookback.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxModel;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model may use the operators of opset 23, such as attention. */
class NewerOperatorsTest {

    private static final int WINDOW = 8;
    private static final int FEATURES = 3;
    private static final int SERIES = 5;

    @Test
    void anAttentionOverTheWindowIsAModelLikeAnyOther() {
        CustomModel model = CustomModel.of(
                "attention",
                attention(),
                Map.of(
                        "name",
                        "attention",
                        "version",
                        "1",
                        "contract",
                        "reconstruction/1",
                        "input",
                        "normalized/1",
                        "features",
                        "cpu, memory, latency"));

        assertThat(model.form()).isEqualTo(new GraphForm(FEATURES, WINDOW, 0, true, false, false, false));
    }

    @Test
    void itComputesWhatThePaperSays() {
        try (OnnxModel model = OnnxModel.acquire("attention", attention());
                BoundCall call =
                        BoundCall.of(model, Map.of("x", new long[] {SERIES, WINDOW, FEATURES}), Map.of("y", new long[] {
                            SERIES, WINDOW, FEATURES
                        }))) {
            Random random = new Random(1);
            float[] x = new float[SERIES * WINDOW * FEATURES];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            call.floats("x").put(0, x);

            call.run(SERIES);

            for (int row = 0; row < SERIES * WINDOW; row++) {
                double[] expected = attended(x, row / WINDOW * WINDOW, row);
                for (int feature = 0; feature < FEATURES; feature++) {
                    assertThat((double) call.floats("y").get(row * FEATURES + feature))
                            .isCloseTo(expected[feature], within(1e-6));
                }
            }
        }
    }

    /** {@code softmax(q K^T / sqrt F) K}, Vaswani et al., 2017, section 3.2.1. */
    private static double[] attended(float[] x, int first, int query) {
        double[] sum = new double[FEATURES];
        double total = 0;
        for (int row = first; row < first + WINDOW; row++) {
            double dot = 0;
            for (int feature = 0; feature < FEATURES; feature++) {
                dot += (double) x[query * FEATURES + feature] * x[row * FEATURES + feature];
            }
            double weight = Math.exp(dot / Math.sqrt(FEATURES));
            total += weight;
            for (int feature = 0; feature < FEATURES; feature++) {
                sum[feature] += weight * x[row * FEATURES + feature];
            }
        }
        for (int feature = 0; feature < FEATURES; feature++) {
            sum[feature] /= total;
        }
        return sum;
    }

    private static byte[] attention() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("attention")
                .addInput(windows("x"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Attention")
                        .addInput("x")
                        .addInput("x")
                        .addInput("x")
                        .addOutput("y")
                        .addAttribute(one("q_num_heads"))
                        .addAttribute(one("kv_num_heads")))
                .addOutput(windows("y"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(11)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(23))
                .build()
                .toByteArray();
    }

    private static AttributeProto one(String name) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(1)
                .build();
    }

    private static ValueInfoProto windows(String name) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("B"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(WINDOW))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(FEATURES))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
