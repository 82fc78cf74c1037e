package io.lookback.training.reference;

import io.lookback.normalize.CellInput;
import io.lookback.training.series.SeededRandom;

/** Cell inputs that no series would make: independent Gaussians, now and then a wild one. */
public final class RandomInputs {

    private final SeededRandom random;

    public RandomInputs(long seed) {
        this.random = new SeededRandom(seed);
    }

    /** Inputs {@code [F]} within the normalizer's limits. */
    public float[] next() {
        float[] x = new float[CellInput.SIZE];
        for (int k = 0; k < x.length; k++) {
            double wild = random.chance(0.02) ? 6 : 1;
            x[k] = (float) Math.max(-6, Math.min(6, wild * random.gaussian()));
        }
        return x;
    }
}
