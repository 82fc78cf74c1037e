package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.KNOWN;
import static io.lookback.training.net.LookbackLayout.RELATIVE;
import static io.lookback.training.net.LookbackLayout.STATE;
import static io.lookback.training.net.LookbackLayout.WINDOW;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Constants of a sequence's length. */
final class LookbackConstants {

    final int length;
    final NDArray relative;
    final NDArray state;
    final NDArray known;
    final NDArray knownBias;
    final NDArray center;
    final NDArray halves;
    final NDArray counted;
    final NDArray unpaired;
    final NDArray position;
    final NDArray fast;
    final NDArray slow;
    final NDArray bandwidth;
    final List<NDArray> masks = new ArrayList<>();

    LookbackConstants(NDManager manager, int length) {
        CausalMeans means = new CausalMeans(manager, length);
        this.length = length;
        NDArray columns = manager.create(LookbackLayout.relative(), new Shape(WINDOW, RELATIVE));
        this.relative = columns.transpose().expandDims(1);
        this.state = manager.create(LookbackLayout.state(), new Shape(STATE, STATE));
        this.known = manager.create(LookbackLayout.known(), new Shape(STATE, STATE));
        this.knownBias = manager.create(LookbackLayout.knownBias(), new Shape(STATE));
        this.center = manager.create(LookbackLayout.center(), new Shape(KNOWN));
        this.halves = manager.eye(HEADS).mul(-0.5).reshape(1, 1, HEADS, HEADS);
        this.counted = manager.ones(new Shape(1, length, 1));
        this.counted.set(new NDIndex(":, 0"), 0);
        this.unpaired = counted.sub(1).mul(-LookbackSequence.UNPAIRED);
        this.position = manager.arange(0f, length).div(1000).reshape(length, 1);
        this.fast = means.weights(LookbackSequence.FAST, 1);
        this.slow = means.weights(LookbackSequence.SLOW, 1);
        this.bandwidth = means.weights(LookbackSequence.BANDWIDTH_RATE, 1);
        for (int from = 0; from < length; from += LookbackSequence.BLOCK) {
            int until = Math.min(length, from + LookbackSequence.BLOCK);
            NDArray own = CausalMeans.mask(manager, until - from);
            masks.add(
                    from == 0
                            ? own.expandDims(1)
                            : manager.zeros(new Shape(until - from, from))
                                    .concat(own, 1)
                                    .expandDims(1));
        }
    }
}
