package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import java.util.Map;

/**
 * What lets a step of a {@link BlockNetwork} see the steps before it: attention, a state space, a matrix memory. All
 * else in the block looks at one step alone.
 */
interface Mixer {

    /** The step graph's contract, which says what memory it has. */
    String contract();

    /** What the card says of its sizes. */
    Map<String, String> details();

    StepMemory freshMemory();

    /** As {@link Network#ties}. */
    default double ties() {
        return 0;
    }

    /** Whole sequences {@code [B, T, d]} to {@code [B, T, d]}, each step from itself and earlier ones. */
    NDArray over(NDArray x);

    /**
     * Writes one step, with the contract's inputs and outputs but {@code x} and {@code y}.
     *
     * @param x name of the step {@code [B, d]}
     * @return name of the result {@code [B, d]}
     */
    String write(Formula f, String x);
}
