package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.BEFORE;
import static io.lookback.training.net.LookbackLayout.CANDIDATES;
import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.KEY;
import static io.lookback.training.net.LookbackLayout.KNOWN;
import static io.lookback.training.net.LookbackLayout.NAIVE;
import static io.lookback.training.net.LookbackLayout.READINGS;
import static io.lookback.training.net.LookbackLayout.RELATIVE;
import static io.lookback.training.net.LookbackLayout.ROW;
import static io.lookback.training.net.LookbackLayout.SCALE;
import static io.lookback.training.net.LookbackLayout.SCALES;
import static io.lookback.training.net.LookbackLayout.SHORT_LAGS;
import static io.lookback.training.net.LookbackLayout.STATE;
import static io.lookback.training.net.LookbackLayout.TOLD;
import static io.lookback.training.net.LookbackLayout.WINDOW;
import static io.lookback.training.net.LookbackNetwork.HIDDEN;
import static io.lookback.training.net.LookbackNetwork.KEY_HIDDEN;

import io.lookback.normalise.CellInput;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import java.util.Arrays;

/**
 * Writes the step form of a {@link LookbackNetwork}.
 *
 * <p>The history is read twice, by two products, and never copied: the queries of all heads are laid out as a matrix
 * {@code [row, heads + 1]}, whose last column picks the row's position, and the weights times the rows bring everything a
 * row tells at once. A call costs its nodes more than its arithmetic, so linear pieces are joined: all candidates are one
 * product with a constant matrix, both gates' first layers another.
 *
 * <p>The context is, in this order: 255 values; key and its squares, mean and first forecast as the next row will tell
 * them; the candidates and the forecast that the next value will judge; their errors' running means, fast and slow; the
 * bandwidths; the number of steps.
 */
final class LookbackStep {

    private static final int JUDGED = CANDIDATES + 1;

    static final int CONTEXT = BEFORE + KEY + HEADS + 2 + JUDGED + 2 * JUDGED + HEADS + 1;

    private static final float MASKED = 1e9f;

    private final LookbackNetwork network;
    private final GraphWriter graph;

    LookbackStep(LookbackNetwork network, GraphWriter graph) {
        this.network = network;
        this.graph = graph;
    }

    void write() {
        writeInputs();
        writeErrors();
        writeKey();
        writeRow();
        writeAttention();
        writeReadings();
        writeGates();
        writeForecast();
        writeWeights();
        writeOutputs();
    }

    private void writeInputs() {
        graph.input("x", "B", CellInput.SIZE);
        graph.input("c", "B", CONTEXT);
        graph.input("rows", "B", "T", ROW);
        graph.input("mask", "B", "T");
        long[] parts = {BEFORE, KEY + HEADS, 1, 1, JUDGED, 2L * JUDGED, HEADS, 1};
        graph.split(
                "c",
                graph.integers("context_widths", parts),
                "before",
                "past_key",
                "past_mean",
                "past_first",
                "past_forecasts",
                "past_errors",
                "past_bandwidth",
                "steps");
        long[] inputs = {1, 1, 1, 1, 1, CellInput.SIZE - 5L};
        graph.split(
                "x",
                graph.integers("input_widths", inputs),
                "value",
                "delta",
                "slow_mean",
                "slower_mean",
                "log_volatility",
                "rest");
        graph.scalar("zero", 0);
        graph.scalar("one", 1);
        graph.scalar("floor", LookbackSequence.FLOOR);
        graph.node("Clip", "counted", "steps", "zero", "one");
        graph.node("Max", "steps_or_one", "steps", "one");
        graph.node("Div", "mean_rate", "counted", "steps_or_one");
        graph.node("Mul", "position", "steps", graph.scalar("per_thousand", 1e-3f));
        graph.node("Exp", "volatility", "log_volatility");
    }

    /** Judges what was forecast for this value; {@code mean + max(rate, 1 / n) (error - mean)}, nothing at the first step. */
    private void writeErrors() {
        String difference = graph.node("Sub", "judged_differences", "past_forecasts", "value");
        String size = graph.node("Abs", "judged_sizes", difference);
        graph.scalar("largest_error", LookbackSequence.LARGEST_ERROR);
        String bounded = graph.node("Clip", "bounded_errors", size, "zero", "largest_error");
        String errors = graph.node("Mul", "errors", bounded, "counted");
        graph.split(errors, graph.integers("judged_widths", CANDIDATES, 1), "candidate_errors", "own_error");
        float[] rates = new float[2 * JUDGED];
        Arrays.fill(rates, 0, JUDGED, (float) LookbackSequence.FAST);
        Arrays.fill(rates, JUDGED, 2 * JUDGED, (float) LookbackSequence.SLOW);
        String twice = graph.node("Concat", "axis", 1, "errors_twice", errors, errors);
        writeMean("running_errors", "past_errors", twice, graph.weight("error_rates", rates, 2L * JUDGED));
    }

    private void writeMean(String output, String past, String input, String rates) {
        String floored = graph.node("Max", output + "_floored", "mean_rate", rates);
        String rate = graph.node("Mul", output + "_rate", floored, "counted");
        String change = graph.node("Sub", output + "_change", input, past);
        String step = graph.node("Mul", output + "_step", change, rate);
        graph.node("Add", output, past, step);
    }

    /** {@code relative}, {@code state}, {@code key} followed by ones {@code [B, ROW]}, and its squares by head. */
    private void writeKey() {
        graph.node("Concat", "axis", 1, "window", "before", "value");
        String map = graph.weight("relative_map", LookbackLayout.relative(), WINDOW, RELATIVE);
        graph.node("MatMul", "relative", "window", map);
        String shift = graph.weight("state_map", LookbackLayout.state(), STATE, STATE);
        String levels = graph.node("MatMul", "levels", "x", shift);
        String trust = graph.weight("known_map", LookbackLayout.known(), STATE, STATE);
        String bias = graph.weight("known_bias", LookbackLayout.knownBias(), STATE);
        String trusted = graph.node("Gemm", "trusted", "x", trust, bias);
        String seen = graph.node("Clip", "seen", trusted, "zero", "one");
        graph.node("Mul", "state", levels, seen);
        graph.node("Concat", "axis", 1, "known", "relative", "state");
        int columns = ROW + KEY_HIDDEN;
        float[] weight = new float[KNOWN * columns];
        paste(network.keyWeight.toFloatArray(), KEY, weight, columns, 0, 0);
        paste(network.keyWiden.weight(), KEY_HIDDEN, weight, columns, 0, ROW);
        float[] shifts = new float[columns];
        Arrays.fill(shifts, KEY, ROW, 1);
        System.arraycopy(network.keyWiden.bias(), 0, shifts, ROW, KEY_HIDDEN);
        float[] center = LookbackLayout.center();
        for (int k = 0; k < center.length; k++) {
            for (int column = 0; column < columns; column++) {
                shifts[column] -= center[k] * weight[k * columns + column];
            }
        }
        String w = graph.weight("key_weight", weight, KNOWN, columns);
        String b = graph.weight("key_bias", shifts, columns);
        String both = graph.node("Gemm", "key_parts", "known", w, b);
        graph.split(both, graph.integers("key_part_widths", ROW, KEY_HIDDEN), "straight_key", "key_hidden");
        float[] narrow = new float[KEY_HIDDEN * ROW];
        paste(network.keyNarrow.toFloatArray(), KEY, narrow, ROW, 0, 0);
        String n = graph.weight("key_narrow", narrow, KEY_HIDDEN, ROW);
        String bent = graph.node("MatMul", "bent_key", gelu("key_hidden"), n);
        graph.node("Add", "query", "straight_key", bent);
        graph.split("query", graph.integers("query_widths", KEY, (long) HEADS + TOLD), "key", "ones");
        String square = graph.node("Mul", "key_square", "key", "key");
        graph.node("MatMul", "squares", square, graph.weight("metric", metric(), KEY, HEADS));
    }

    /** The key of the step before, with the value that followed. */
    private void writeRow() {
        float[] unpaired = new float[KEY + HEADS];
        Arrays.fill(unpaired, KEY, KEY + HEADS, -LookbackSequence.UNPAIRED);
        String missing = graph.node("Sub", "missing", "counted", "one");
        String far = graph.node("Mul", "far_from_all", missing, graph.weight("unpaired", unpaired, KEY + (long) HEADS));
        String paired = graph.node("Add", "paired_key", "past_key", far);
        graph.split(
                "before",
                graph.integers("before_widths", 1, BEFORE - 2L, 1),
                "oldest_value",
                "older_but_first",
                "last_value");
        String rise = graph.node("Sub", "rise", "value", "last_value");
        String change = graph.node("Mul", "change", rise, "counted");
        String square = graph.node("Mul", "change_square", change, change);
        graph.node(
                "Concat",
                "axis",
                1,
                "row",
                paired,
                "value",
                change,
                square,
                "past_mean",
                "past_first",
                "own_error",
                "position");
        graph.integers("axis_1", 1);
        graph.integers("axis_2", 2);
        graph.node("Unsqueeze", "row_alone", "row", "axis_1");
    }

    /** {@code head_weights [B, HEADS, T + 1]}. */
    private void writeAttention() {
        String column = graph.node("Unsqueeze", "query_column", "query", "axis_2");
        String queries = graph.node("Mul", "queries", column, graph.weight("heads", heads(), ROW, HEADS + 1L));
        String ofRows = graph.transpose("dots", graph.node("MatMul", "row_dots", "rows", queries), 0, 2, 1);
        String missing = graph.node("Sub", "absent", "mask", "one");
        String hidden = graph.node("Mul", "hidden_rows", missing, graph.scalar("hiding", MASKED));
        String hiding = graph.node("Unsqueeze", "hidden_row", hidden, "axis_1");
        String visible = graph.node("Add", "visible_dots", ofRows, hiding);
        String own = graph.transpose("own_dots", graph.node("MatMul", "own_dot", "row_alone", queries), 0, 2, 1);
        graph.node("Concat", "axis", 2, "all_dots", visible, own);
        graph.splitAlong(1, "all_dots", graph.integers("dot_widths", HEADS, 1), "matches", "positions");
        String largest = graph.node("Squeeze", "best", graph.largest("best_alone", "matches", 2), "axis_2");
        String twice = graph.node("Mul", "best_twice", largest, graph.scalar("two", 2));
        String gap = graph.node("Sub", "gap", "squares", twice);
        graph.node("Clip", "nearest", gap, "zero", graph.scalar("largest_distance", LookbackSequence.LARGEST_DISTANCE));
        writeMean("bandwidth", "past_bandwidth", "nearest", graph.scalar("bandwidth_rates", (float)
                LookbackSequence.BANDWIDTH_RATE));
        String sharp = graph.node("Div", "sharpened", "matches", writeWidth());
        String fade = graph.node("Mul", "faded", "positions", graph.weight("fading", fading(), 1, HEADS, 1));
        graph.node("Softmax", "axis", 2, "head_weights", graph.node("Add", "scores", sharp, fade));
    }

    private String writeWidth() {
        String w = graph.weight("width_of_state", network.widthOfState.toFloatArray(), STATE, HEADS);
        String b = graph.weight("width", network.width.toFloatArray(), HEADS);
        String raw = graph.node("Gemm", "raw_width", "state", w, b);
        graph.scalar("narrowest", -LookbackSequence.WIDEST);
        graph.scalar("widest", LookbackSequence.WIDEST);
        String factor = graph.node("Exp", "width_factor", graph.node("Clip", "bounded", raw, "narrowest", "widest"));
        String scaled = graph.node("Mul", "scaled_bandwidth", factor, "bandwidth");
        graph.scalar("relative_floor", LookbackSequence.RELATIVE_FLOOR);
        String relative = graph.node("Mul", "key_floor", "squares", "relative_floor");
        String floored = graph.node("Add", "floored_width", scaled, relative);
        return graph.node("Unsqueeze", "width_column", graph.node("Add", "width_now", floored, "floor"), "axis_2");
    }

    /** {@code candidates [B, CANDIDATES]}, {@code spread}, {@code then_error}, {@code age}, each {@code [B, HEADS]}. */
    private void writeReadings() {
        String begin = graph.integers("begin", 0);
        String last = graph.integers("last", -1);
        String end = graph.integers("end", Long.MAX_VALUE);
        String ofRows = graph.node("Slice", "cached_weights", "head_weights", begin, last, "axis_2");
        String ofOwn = graph.node("Slice", "own_weight", "head_weights", last, end, "axis_2");
        String cached = graph.node("MatMul", "cached_reading", ofRows, "rows");
        String own = graph.node("Mul", "own_reading", ofOwn, "row_alone");
        String read = graph.node("Add", "reading", cached, own);
        String flat = graph.node("Reshape", "flat_reading", read, graph.integers("flat_shape", -1, (long) HEADS * ROW));
        String all = graph.node("Concat", "axis", 1, "read_and_known", flat, "state", "position");
        String map = graph.weight("readings_map", LookbackLayout.readings(), HEADS * ROW + STATE + 1L, READINGS);
        String readings = graph.node("MatMul", "readings", all, map);
        long[] widths = {CANDIDATES, HEADS, HEADS, HEADS, HEADS};
        graph.split(
                readings,
                graph.integers("reading_widths", widths),
                "unbounded",
                "next_change",
                "next_square",
                "then_error",
                "raw_age");
        graph.scalar("lowest", -LookbackSequence.LARGEST_LEVEL);
        graph.scalar("highest", LookbackSequence.LARGEST_LEVEL);
        graph.node("Clip", "candidates", "unbounded", "lowest", "highest");
        String mean = graph.node("Mul", "next_change_square", "next_change", "next_change");
        String variance = graph.node("Sub", "variance", "next_square", mean);
        graph.scalar("largest_variance", LookbackSequence.LARGEST_VARIANCE);
        String bounded = graph.node("Clip", "bounded_variance", variance, "zero", "largest_variance");
        String relative = graph.node("Mul", "relative_variance", "next_square", "relative_floor");
        String sum = graph.node("Add", "visible_variance", bounded, relative);
        graph.scalar("floor_square", LookbackSequence.FLOOR * LookbackSequence.FLOOR);
        graph.node("Sqrt", "spread", graph.node("Add", "floored_variance", sum, "floor_square"));
        graph.node("Clip", "age", "raw_age", "zero", graph.scalar("oldest", 100));
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
        paste(network.gateIn.weight(), HIDDEN, weight, 2 * HIDDEN, 0, 0);
        paste(network.scaleIn.weight(), HIDDEN, weight, 2 * HIDDEN, 0, HIDDEN);
        float[] bias = Arrays.copyOf(network.gateIn.bias(), 2 * HIDDEN);
        System.arraycopy(network.scaleIn.bias(), 0, bias, HIDDEN, HIDDEN);
        String w = graph.weight("gates_weight", weight, SCALE, 2L * HIDDEN);
        String b = graph.weight("gates_bias", bias, 2L * HIDDEN);
        String hidden = gelu(graph.node("Gemm", "gates_in", features, w, b));
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
        String middle = gelu(network.gateMiddle.write(graph, "gate_middle", "gate_hidden"));
        String deep = graph.node("Add", "gate_deep", "gate_hidden", middle);
        String both = graph.node("Concat", "axis", 1, "deep_and_ratios", deep, "ratios");
        float[] weight = new float[(HIDDEN + 2 * CANDIDATES) * JUDGED];
        paste(network.gateOut.weight(), JUDGED, weight, JUDGED, 0, 0);
        float[] penalty = network.errorWeight.toFloatArray();
        for (int k = 0; k < 2 * CANDIDATES; k++) {
            weight[(HIDDEN + k) * JUDGED + k % CANDIDATES] = -penalty[k / CANDIDATES];
        }
        String w = graph.weight("gate_out_weight", weight, HIDDEN + 2L * CANDIDATES, JUDGED);
        String b = graph.weight("gate_out_bias", network.gateOut.bias(), JUDGED);
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

    private void writeOutputs() {
        float[] mix = new float[CANDIDATES];
        System.arraycopy(softmax(network.firstMix.toFloatArray()), 0, mix, NAIVE, 3 * HEADS);
        graph.node("MatMul", "first", "candidates", graph.weight("first_mix", mix, CANDIDATES, 1));
        graph.node("Add", "next_steps", "steps", "one");
        graph.node(
                "Concat",
                "axis",
                1,
                "c_next",
                "older_but_first",
                "last_value",
                "value",
                "key",
                "squares",
                "slow_mean",
                "first",
                "candidates",
                "forecast",
                "running_errors",
                "bandwidth",
                "next_steps");
        graph.output("c_next", "B", CONTEXT);
        graph.output("row", "B", ROW);
        graph.output("weights", "B", "T_and_itself");
    }

    /** {@code [ROW, HEADS + 1]}: each head's metric over the keys and minus half its squares; the position. */
    private float[] heads() {
        int columns = HEADS + 1;
        float[] heads = new float[ROW * columns];
        paste(metric(), HEADS, heads, columns, 0, 0);
        for (int head = 0; head < HEADS; head++) {
            heads[(KEY + head) * columns + head] = -0.5f;
        }
        heads[LookbackLayout.POSITION * columns + HEADS] = 1;
        return heads;
    }

    /** {@code [KEY, HEADS]}. */
    private float[] metric() {
        float[] raw = network.metric.toFloatArray();
        float[] metric = new float[KEY * HEADS];
        for (int k = 0; k < KEY; k++) {
            for (int head = 0; head < HEADS; head++) {
                metric[k * HEADS + head] = (float) Math.exp(raw[head * KEY + k]);
            }
        }
        return metric;
    }

    private float[] fading() {
        float[] fading = network.fading.toFloatArray();
        for (int head = 0; head < HEADS; head++) {
            fading[head] = (float) Math.log1p(Math.exp(fading[head]));
        }
        return fading;
    }

    private static float[] softmax(float[] scores) {
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score);
        }
        float[] weights = new float[scores.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) (Math.exp(scores[k]) / sum);
        }
        return weights;
    }

    private String gelu(String x) {
        String scaled = graph.node("Mul", x + "_scaled", x, graph.scalar(x + "_half_root", (float) Math.sqrt(0.5)));
        String erf = graph.node("Erf", x + "_erf", scaled);
        String shifted = graph.node("Add", x + "_shifted", erf, "one");
        String product = graph.node("Mul", x + "_product", x, shifted);
        return graph.node("Mul", x + "_gelu", product, graph.scalar(x + "_half", 0.5f));
    }

    /** Copies a matrix into a larger one. */
    private static void paste(float[] from, int columns, float[] to, int toColumns, int row, int column) {
        for (int k = 0; k < from.length / columns; k++) {
            System.arraycopy(from, k * columns, to, (row + k) * toColumns + column, columns);
        }
    }
}
