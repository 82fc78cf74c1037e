package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;
import java.util.Arrays;
import java.util.Map;

/**
 * A window, the first rows, and random ones: the pattern of Longformer (Beltagy et al., 2020, arXiv 2004.05150, section
 * 3.1) and BigBird (Zaheer et al., 2020, arXiv 2007.14062, section 2), causal and over a stream. The first rows of a
 * series stay for good, as its global ones. Of what follows, the n-th row goes with probability R / n into one of R slots
 * at random, so that after n rows each has the same chance R / n to be there; all others go into the window, over its
 * oldest.
 *
 * <p>What is random follows from the step's number alone, by multiplication with two odd numbers modulo 2^31: the same
 * series has the same scores, and whole sequences have one mask.
 */
final class SparseSlots implements Slots {

    static final String CELL = "sparse-attention";

    static final int FIRST = 4;
    static final int WINDOW = 48;
    static final int RANDOM = 12;

    private static final long RANGE = 1L << 31;
    private static final long TAKE = 1_327_217_885L;
    private static final long PLACE = 1_621_087_423L;

    @Override
    public int count() {
        return FIRST + WINDOW + RANDOM;
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "first", Integer.toString(FIRST),
                "near", Integer.toString(WINDOW),
                "random", Integer.toString(RANDOM));
    }

    @Override
    public float itself() {
        return 0;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public NDArray hidden(NDArray query) {
        int length = (int) query.getShape().get(1);
        float[] mask = new float[length * length];
        Arrays.fill(mask, Causal.MASKED);
        int[] held = new int[count()];
        Arrays.fill(held, -1);
        for (int t = 0; t < length; t++) {
            mask[t * length + t] = 0;
            for (int row : held) {
                if (row >= 0) {
                    mask[t * length + row] = 0;
                }
            }
            held[slot(t, held)] = t;
        }
        return query.getManager().create(mask, new Shape(length, length));
    }

    private static int slot(int t, int[] held) {
        if (t < FIRST) {
            return t;
        }
        if (t * TAKE % RANGE * (t + 1) < RANDOM * RANGE) {
            return FIRST + WINDOW + (int) (t * PLACE % RANGE * RANDOM / RANGE);
        }
        int oldest = FIRST;
        for (int slot = FIRST; slot < FIRST + WINDOW; slot++) {
            oldest = held[slot] < held[oldest] ? slot : oldest;
        }
        return oldest;
    }

    /** The age of the row in the first slot, which never leaves, is the step's number. */
    @Override
    public Choice write(Formula f, String query, String age) {
        String seen = f.greater(age, f.integers(0));
        String t = f.slice(age, 1, 0, 1);
        String range = f.integers(RANGE);
        String random = f.integers(RANDOM);
        String drawn = f.remainder(f.multiply(t, f.integers(TAKE)), range);
        String chance = f.multiply(drawn, f.add(t, f.integers(1)));
        String taken = f.less(chance, f.integers(RANDOM * RANGE));
        String place = f.divide(f.multiply(f.remainder(f.multiply(t, f.integers(PLACE)), range), random), range);
        String near = f.slice(age, 1, FIRST, FIRST + WINDOW);
        String order = f.where(f.greater(near, f.integers(0)), near, f.integers(Integer.MAX_VALUE));
        String oldest = f.add(f.indexOfLargest(f.toFloat(order), 1), f.integers(FIRST));
        String later = f.where(taken, f.add(place, f.integers(FIRST + WINDOW)), oldest);
        return new Choice(seen, f.toFloat(f.where(f.less(t, f.integers(FIRST)), t, later)));
    }
}
