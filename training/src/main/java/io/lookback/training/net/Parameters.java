package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.series.SeededRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;

/** A network's trained arrays by name, in the order of their making; they live as long as the manager they were made with. */
public final class Parameters {

    private final NDManager manager;
    private final SeededRandom random;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    public Parameters(NDManager manager, SeededRandom random) {
        this.manager = manager;
        this.random = random;
    }

    /** Uniform in +-bound. */
    NDArray uniform(String name, double bound, long... shape) {
        return filled(name, () -> random.uniform(-bound, bound), shape);
    }

    NDArray constant(String name, double value, long... shape) {
        return filled(name, () -> value, shape);
    }

    NDArray of(String name, float[] values, long... shape) {
        NDArray array = manager.create(values, new Shape(shape));
        array.setRequiresGradient(true);
        arrays.put(name, array);
        return array;
    }

    /** Constants that are part of the network and not trained. */
    NDArray fixed(float[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /** Gaussian, each with the spread of its place in the flat array. */
    NDArray gaussian(String name, IntToDoubleFunction spread, long... shape) {
        int[] at = {0};
        return filled(name, () -> spread.applyAsDouble(at[0]++) * random.gaussian(), shape);
    }

    /** Number of trained numbers. */
    public long size() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Overwrites all arrays. */
    void set(Map<String, float[]> values) {
        arrays.forEach((name, array) -> array.set(values.get(name)));
    }

    void forEach(BiConsumer<String, NDArray> action) {
        arrays.forEach(action);
    }

    private NDArray filled(String name, DoubleSupplier value, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.getAsDouble();
        }
        return of(name, values, shape);
    }
}
