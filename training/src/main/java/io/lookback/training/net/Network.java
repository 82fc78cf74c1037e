package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.graph.StepMemory;
import java.util.Locale;
import java.util.Map;

/**
 * A cell in training: a function of whole sequences whose step form it can write as a graph. Both forms share the same
 * weights and must agree.
 */
public interface Network {

    /** Name of the cell: {@code lstm}, ... */
    String cell();

    /** The step graph's contract: {@code vector/1}, ... */
    String contract();

    /** What the card says of the cell's sizes and choices. */
    Map<String, String> details();

    Parameters parameters();

    /** Steps ahead that training judges, K; the step form predicts the first of them alone. */
    default int ahead() {
        return 1;
    }

    /**
     * The raw outputs {@code [B, T, 2 K]} for inputs {@code x [B, T, F]}, each from its own and earlier inputs alone: two
     * for each of the {@link #ahead} steps, the next one first.
     *
     * @param before the normalized values before the first, {@code [B, 255]}, zeros where there were none
     */
    NDArray outputs(NDArray x, NDArray before);

    /** Largest relative difference that rounding may make between the two forms. */
    default double tolerance() {
        return 1e-4;
    }

    /** Share of steps beyond that tolerance, at which rounding may decide what is chosen. */
    default double ties() {
        return 0;
    }

    /**
     * Takes on the trained numbers of an exported model of the same cell.
     *
     * @throws IllegalArgumentException if the file holds another cell, or this cell cannot go on from a file
     */
    default void goOnFrom(ModelFile file) {
        throw new IllegalArgumentException(String.format(
                Locale.ROOT, "The %s can only be trained from scratch; leave out --from, or train lookback.", cell()));
    }

    /** Writes the step form with the present weights. */
    void writeStep(GraphWriter graph);

    /** The memory of a sequence that has not begun, for rolling the step form. */
    StepMemory freshMemory();
}
