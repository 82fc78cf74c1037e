package io.lookback.training.graph;

import io.lookback.normalize.CellInput;

/**
 * The end of every step graph: from the cell's two raw outputs to {@code y [B, 2]}, location and scale of the next
 * normalized value, as a correction of the last one: {@code mean = y_t + o0}, {@code scale = exp(clamp(o1, -5, 3))}.
 */
public final class Head {

    public static final float LOWEST_LOG_SCALE = -5;
    public static final float HIGHEST_LOG_SCALE = 3;

    private Head() {}

    /**
     * @param x name of the input {@code [B, F]}
     * @param raw name of the raw outputs {@code [B, 2]}
     */
    public static void write(GraphWriter graph, String x, String raw) {
        String widths = graph.integers("head_widths", 1, 1);
        graph.split(raw, widths, "correction", "log_scale");
        String features = graph.integers("feature_widths", 1, CellInput.SIZE - 1L);
        graph.split(x, features, "last_y", "other_features");
        String low = graph.scalar("lowest_log_scale", LOWEST_LOG_SCALE);
        String high = graph.scalar("highest_log_scale", HIGHEST_LOG_SCALE);
        String mean = graph.node("Add", "mean", "last_y", "correction");
        String clamped = graph.node("Clip", "clamped_log_scale", "log_scale", low, high);
        String scale = graph.node("Exp", "scale", clamped);
        graph.node("Concat", "axis", 1, "y", mean, scale);
        graph.output("y", "B", 2);
    }
}
