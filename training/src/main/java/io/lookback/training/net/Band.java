package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Which steps of a whole sequence may attend to which: the band of ages 0..W, and the learned bias laid over it. */
final class Band {

    private static final float MASKED = -1e9f;

    private final int length;
    private final int heads;
    /** {@code [T T, W + 1]}: a one at the pair's age, zeros outside the band. */
    private final NDArray ages;
    /** {@code [T, T]}: zeros inside the band. */
    private final NDArray mask;

    Band(NDManager manager, int length, WindowSizes sizes) {
        this.length = length;
        this.heads = sizes.heads();
        int distances = sizes.window() + 1;
        float[] oneHot = new float[length * length * distances];
        float[] outside = new float[length * length];
        for (int pair = 0; pair < outside.length; pair++) {
            int age = pair / length - pair % length;
            if (age < 0 || age >= distances) {
                outside[pair] = MASKED;
            } else {
                oneHot[pair * distances + age] = 1;
            }
        }
        this.ages = manager.create(oneHot, new Shape((long) length * length, distances));
        this.mask = manager.create(outside, new Shape(length, length));
    }

    int length() {
        return length;
    }

    /** The bias {@code [1, heads, T, T]} from the one by age, {@code [W + 1, heads]}; lives in {@code scope}. */
    NDArray bias(NDArray ageBias, NDManager scope) {
        NDArray bias = ages.matMul(ageBias);
        bias.attach(scope);
        return bias.reshape(length, length, heads).transpose(2, 0, 1).add(mask).expandDims(0);
    }
}
