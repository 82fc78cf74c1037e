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
import static io.lookback.training.net.LookbackLayout.STATE;
import static io.lookback.training.net.LookbackLayout.TOLD;
import static io.lookback.training.net.LookbackLayout.WINDOW;
import static io.lookback.training.net.LookbackNetwork.KEY_HIDDEN;

import io.lookback.normalize.CellInput;
import io.lookback.training.graph.GraphWriter;
import java.util.Arrays;

/**
 * Writes the step form of a {@link LookbackNetwork}.
 *
 * <p>The history is read twice, by two products, and never copied: the queries of all heads are laid out as a matrix
 * {@code [heads + 1, row]}, whose last row picks a row's position, and the weights times the rows bring everything a
 * row tells at once. A call costs its nodes more than its arithmetic, so linear pieces are joined: all candidates are one
 * product with a constant matrix, both gates' first layers another.
 *
 * <p>The gates and what they weigh are written by {@link LookbackGates}.
 *
 * <p>The context is, in this order: 255 values; key and its squares, mean and first forecast as the next row will tell
 * them; the candidates and the forecast that the next value will judge; their errors' running means, fast and slow; the
 * bandwidths; the number of steps.
 */
final class LookbackStep {

    static final int JUDGED = CANDIDATES + 1;

    static final int CONTEXT = BEFORE + KEY + HEADS + 2 + JUDGED + 2 * JUDGED + HEADS + 1;

    private static final float MASKED = 1e9f;

    /** No score counts as lower than the highest by more: weights below 1e-38 would be slow to compute with. */
    private static final float FARTHEST = 60;

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
        new LookbackGates(network, graph).write();
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
        LookbackPieces.paste(network.keyWeight.toFloatArray(), KEY, weight, columns, 0, 0);
        LookbackPieces.paste(network.keyWiden.weight(), KEY_HIDDEN, weight, columns, 0, ROW);
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
        LookbackPieces.paste(network.keyNarrow.toFloatArray(), KEY, narrow, ROW, 0, 0);
        String n = graph.weight("key_narrow", narrow, KEY_HIDDEN, ROW);
        String bent = graph.node("MatMul", "bent_key", LookbackPieces.gelu(graph, "key_hidden"), n);
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
        String line = graph.node("Unsqueeze", "query_line", "query", "axis_1");
        String queries = graph.node("Mul", "queries", line, graph.weight("heads", heads(), HEADS + 1L, ROW));
        String across = graph.transpose("rows_across", "rows", 0, 2, 1);
        String ofRows = graph.node("MatMul", "dots", queries, across);
        String missing = graph.node("Sub", "absent", "mask", "one");
        String hidden = graph.node("Mul", "hidden_rows", missing, graph.scalar("hiding", MASKED));
        String hiding = graph.node("Unsqueeze", "hidden_row", hidden, "axis_1");
        String visible = graph.node("Add", "visible_dots", ofRows, hiding);
        String own = graph.node("MatMul", "own_dots", queries, graph.node("Unsqueeze", "row_column", "row", "axis_2"));
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
        String scores = graph.node("Add", "scores", sharp, fade);
        String top = graph.largest("top_score", scores, 2);
        String least = graph.node("Sub", "least_score", top, graph.scalar("farthest", FARTHEST));
        graph.node("Softmax", "axis", 2, "head_weights", graph.node("Max", "floored_scores", scores, least));
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

    private void writeOutputs() {
        float[] mix = new float[CANDIDATES];
        System.arraycopy(LookbackPieces.softmax(network.firstMix.toFloatArray()), 0, mix, NAIVE, 3 * HEADS);
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

    /** {@code [HEADS + 1, ROW]}: each head's metric over the keys and minus half its squares; the position. */
    private float[] heads() {
        float[] heads = new float[(HEADS + 1) * ROW];
        float[] metric = metric();
        for (int head = 0; head < HEADS; head++) {
            for (int k = 0; k < KEY; k++) {
                heads[head * ROW + k] = metric[k * HEADS + head];
            }
            heads[head * ROW + KEY + head] = -0.5f;
        }
        heads[HEADS * ROW + LookbackLayout.POSITION] = 1;
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
}
