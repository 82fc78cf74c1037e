package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;

/**
 * The angles of a step, {@code t 10000^(-i / count)}. A step graph keeps them below a full turn and adds one step's turn
 * to each: a stream has no end, and an index in single precision would lose its last digits.
 *
 * @param count of angles
 */
record Angles(int count) {

    private static final double BASE = 10_000;

    /** One step's turn. */
    double turn(int angle) {
        return Math.pow(BASE, -(double) angle / count);
    }

    /** Cosines {@code [T, count]} of the first T steps. */
    NDArray cosines(NDManager manager, long length) {
        return table(manager, (int) length, true);
    }

    NDArray sines(NDManager manager, long length) {
        return table(manager, (int) length, false);
    }

    private NDArray table(NDManager manager, int length, boolean cosine) {
        float[] values = new float[length * count];
        for (int at = 0; at < values.length; at++) {
            double angle = at / count * turn(at % count);
            values[at] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
        }
        return manager.create(values, new Shape(length, count));
    }

    /** The angles {@code [B, count]} of the step after the one that has these. */
    String next(Formula f, String angles) {
        float[] turns = new float[count];
        for (int angle = 0; angle < count; angle++) {
            turns[angle] = (float) turn(angle);
        }
        String turned = f.add(angles, f.named("turns", turns, count));
        String full = f.constant((float) (2 * Math.PI));
        return f.where(f.greater(turned, full), f.subtract(turned, full), turned);
    }
}
