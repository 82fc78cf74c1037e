package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job on a card opens no model with an operator that ONNX Runtime leaves to the processor. */
class ShippedOperatorsTest {

    /**
     * Of those for which the CUDA provider has a kernel over floats in opset 17, and which ONNX Runtime does not place on the
     * processor nevertheless, as it does with {@code Shape} and what follows from it. A new one is to be looked up first.
     *
     * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/OperatorKernels.md">OperatorKernels.md</a>
     */
    private static final Set<String> ON_A_CARD = Set.of(
            "Abs",
            "Add",
            "Clip",
            "Concat",
            "Div",
            "Erf",
            "Exp",
            "Gather",
            "Gemm",
            "Greater",
            "LayerNormalization",
            "Log",
            "MatMul",
            "Max",
            "Mul",
            "ReduceMax",
            "ReduceSum",
            "Reshape",
            "Sigmoid",
            "Slice",
            "Softmax",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Tanh",
            "Transpose",
            "Unsqueeze",
            "Where");

    @ParameterizedTest
    @MethodSource("io.lookback.cell.CellRegistry#shipped")
    void allHaveAKernelForACard(String cell) throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/models/%s.onnx".formatted(cell))) {
            assertThat(ModelProto.parseFrom(in).getGraph().getNodeList())
                    .isNotEmpty()
                    .extracting(NodeProto::getOpType)
                    .isSubsetOf(ON_A_CARD);
        }
    }
}
