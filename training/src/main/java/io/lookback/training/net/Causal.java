package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Constants over pairs of steps of a whole sequence, {@code [T, T]}: row t is what step t has to do with each step. */
final class Causal {

    /** Of a score that must not count; the exponential of it is zero. */
    static final float MASKED = -1e9f;

    private Causal() {}

    /** A value by age, 0 for the step itself, and another for steps that are still to come. */
    static NDArray byAge(NDManager manager, long length, IntToDoubleFunction value, double future) {
        int steps = Math.toIntExact(length);
        float[] of = new float[steps];
        for (int age = 0; age < steps; age++) {
            of[age] = (float) value.applyAsDouble(age);
        }
        float[] pairs = new float[steps * steps];
        Arrays.fill(pairs, (float) future);
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i <= t; i++) {
                pairs[t * steps + i] = of[t - i];
            }
        }
        return manager.create(pairs, new Shape(steps, steps));
    }

    /** Zeros for the past and the present, {@link #MASKED} for the future. */
    static NDArray mask(NDManager manager, long length) {
        return byAge(manager, length, age -> 0, MASKED);
    }
}
