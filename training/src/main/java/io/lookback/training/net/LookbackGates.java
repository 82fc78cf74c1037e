package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.CANDIDATES;
import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.NAIVE;
import static io.lookback.training.net.LookbackLayout.RELATIVE;
import static io.lookback.training.net.LookbackLayout.SCALE;
import static io.lookback.training.net.LookbackLayout.SCALES;
import static io.lookback.training.net.LookbackLayout.SHORT_LAGS;
import static io.lookback.training.net.LookbackLayout.TOLD;
import static io.lookback.training.net.LookbackNetwork.HIDDEN;

import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import java.util.Arrays;

/**
 * Writes the second half of a {@link LookbackStep}: from the candidates and their errors to the forecast, its scale and
 * the weights that explain it.
 */
final class LookbackGates {

    private final LookbackNetwork network;
    private final GraphWriter graph;

    LookbackGates(LookbackNetwork network, GraphWriter graph) {
        this.network = network;
        this.graph = graph;
    }

    void write() {
        writeGates();
        writeForecast();
        writeWeights();
    }

    /**
     * The first layers of both gates: {@code gate_hidden}, {@code scale_hidden}.
     *
     * <p>ONNX Runtime computes logarithms by packets and those of what is left over at the end of a tensor one by one, with
     * other last bits. So each row has 32 of them, a whole number of packets: then a row's bits do not depend on how many
     * rows share its call.
     */
    private void writeGates() {
        String gap = graph.node("Sub", "candidate_gaps", "candidates", "value");
        long[] cut = {SHORT_LAGS, RELATIVE - (long) SHORT_LAGS};
        graph.split("relative", graph.integers("lag_widths", cut), "short_lags", "long_lags");
        String gaps = graph.node("Concat", "axis", 1, "gaps", gap, "short_lags");
        String unit = graph.node("Add", "unit", "volatility", graph.scalar("hundredth", 0.01f));
        graph.scalar("largest_ratio", LookbackSequence.LARGEST_RATIO);
        String least = graph.scalar("smallest_ratio", -LookbackSequence.LARGEST_RATIO);
        String reach = graph.node("Clip", "reach", graph.node("Div", "units", gaps, unit), least, "largest_ratio");
        long[] errors = {CANDIDATES, 1, CANDIDATES, 1};
        graph.split("running_errors", graph.integers("error_widths", errors), "fast", "own_fast", "slow", "own_slow");
        String fast = writeRatio("fast");
        String slow = writeRatio("slow");
        graph.node("Concat", "axis", 1, "ratios", fast, slow);
        String sizes = graph.node(
                "Concat",
                "axis",
                1,
                "sizes",
                "spread",
                "nearest",
                "bandwidth",
                "age",
                "fast_of_last",
                "slow_of_last",
                "own_fast",
                "own_slow",
                "then_error",
                "ones",
                "spread");
        graph.node("Log", "logs", graph.node("Add", "floored_sizes", sizes, "floor"));
        long[] logs = {HEADS, 3L * HEADS + 2, 2L + HEADS, 2L * HEADS + TOLD};
        graph.split("logs", graph.integers("log_widths", logs), "log_spread", "gate_logs", "own_logs", "log_padding");
        String features = graph.node(
                "Concat", "axis", 1, "features", reach, "ratios", "log_spread", "gate_logs", "state", "own_logs");
        float[] weight = new float[SCALE * 2 * HIDDEN];
        LookbackPieces.paste(network.gateIn.weight(), HIDDEN, weight, 2 * HIDDEN, 0, 0);
        LookbackPieces.paste(network.scaleIn.weight(), HIDDEN, weight, 2 * HIDDEN, 0, HIDDEN);
        float[] bias = Arrays.copyOf(network.gateIn.bias(), 2 * HIDDEN);
        System.arraycopy(network.scaleIn.bias(), 0, bias, HIDDEN, HIDDEN);
        String w = graph.weight("gates_weight", weight, SCALE, 2L * HIDDEN);
        String b = graph.weight("gates_bias", bias, 2L * HIDDEN);
        String hidden = LookbackPieces.gelu(graph, graph.node("Gemm", "gates_in", features, w, b));
        graph.split(hidden, graph.integers("gate_widths", HIDDEN, HIDDEN), "gate_hidden", "scale_hidden");
    }

    /** Errors relative to that of the last value. */
    private String writeRatio(String errors) {
        graph.split(
                errors, graph.integers(errors + "_widths", 1, CANDIDATES - 1L), errors + "_of_last", errors + "_rest");
        String base = graph.node("Add", errors + "_base", errors + "_of_last", "floor");
        String ratio = graph.node("Div", errors + "_ratio", errors, base);
        return graph.node("Clip", errors + "_bounded", ratio, "zero", "largest_ratio");
    }

    private void writeForecast() {
        String middle = LookbackPieces.gelu(graph, network.gateMiddle.write(graph, "gate_middle", "gate_hidden"));
        String deep = graph.node("Add", "gate_deep", "gate_hidden", middle);
        String both = graph.node("Concat", "axis", 1, "deep_and_ratios", deep, "ratios");
        float[] weight = new float[(HIDDEN + 2 * CANDIDATES) * LookbackStep.JUDGED];
        LookbackPieces.paste(network.gateOut.weight(), LookbackStep.JUDGED, weight, LookbackStep.JUDGED, 0, 0);
        float[] penalty = network.errorWeight.toFloatArray();
        for (int k = 0; k < 2 * CANDIDATES; k++) {
            weight[(HIDDEN + k) * LookbackStep.JUDGED + k % CANDIDATES] = -penalty[k / CANDIDATES];
        }
        String w = graph.weight("gate_out_weight", weight, HIDDEN + 2L * CANDIDATES, LookbackStep.JUDGED);
        String b = graph.weight("gate_out_bias", network.gateOut.bias(), LookbackStep.JUDGED);
        graph.split(graph.node("Gemm", "gate_out", both, w, b), "judged_widths", "logits", "unit_correction");
        graph.node("Softmax", "axis", 1, "gate", "logits");
        String weighed = graph.node("Mul", "weighed", "gate", "candidates");
        String sum = graph.node("ReduceSum", "keepdims", 1, "gated", weighed, "axis_1");
        String corrected =
                graph.node("Add", "corrected", sum, graph.node("Mul", "shift", "unit_correction", "volatility"));
        graph.node("Clip", "forecast", corrected, "lowest", "highest");
        graph.node("Sub", "raw_mean", "forecast", "value");
        String scales = graph.node("Concat", "axis", 1, "scales", "log_volatility", "own_logs", "log_spread");
        float[] offset = network.scaleOut.bias();
        offset[SCALES] += LookbackSequence.SCALE_OFFSET;
        String sw = graph.weight("scale_out_weight", network.scaleOut.weight(), HIDDEN, SCALES + 1L);
        String sb = graph.weight("scale_out_bias", offset, SCALES + 1L);
        String out = graph.node("Gemm", "scale_out", "scale_hidden", sw, sb);
        graph.split(out, graph.integers("scale_widths", SCALES, 1), "scale_logits", "scale_offset");
        String choice = graph.node("Softmax", "axis", 1, "scale_choice", "scale_logits");
        String chosen = graph.node("Mul", "chosen_scales", choice, scales);
        // A sum goes by packets from an aligned address: nine columns would begin elsewhere in each row, twelve do not.
        String padding = graph.node("Mul", "scale_padding", "log_spread", "zero");
        String padded = graph.node("Concat", "axis", 1, "padded_scales", chosen, padding);
        String level = graph.node("ReduceSum", "keepdims", 1, "chosen_scale", padded, "axis_1");
        graph.node("Add", "raw_scale", level, "scale_offset");
        Head.write(graph, "x", graph.node("Concat", "axis", 1, "raw", "raw_mean", "raw_scale"));
    }

    /** Each head's weights by what the gate gives to its candidates. */
    private void writeWeights() {
        float[] heads = new float[CANDIDATES * HEADS];
        for (int k = NAIVE; k < CANDIDATES; k++) {
            heads[k * HEADS + (k - NAIVE) % HEADS] = 1;
        }
        float[] little = new float[HEADS];
        Arrays.fill(little, 1e-6f);
        String shares = graph.node(
                "Gemm",
                "head_gates",
                "gate",
                graph.weight("candidates_of_heads", heads, CANDIDATES, HEADS),
                graph.weight("little", little, HEADS));
        String total = graph.node("ReduceSum", "keepdims", 1, "all_head_gates", shares, "axis_1");
        String share = graph.node("Div", "head_shares", shares, total);
        String alone = graph.node("Unsqueeze", "head_shares_alone", share, "axis_1");
        String weights = graph.node("MatMul", "weights_alone", alone, "head_weights");
        graph.node("Squeeze", "weights", weights, "axis_1");
    }
}
