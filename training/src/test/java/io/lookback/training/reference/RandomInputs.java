package io.lookback.training.reference;

import io.lookback.normalise.CellInput;
import io.lookback.training.series.Dice;

/** Cell inputs that no series would make: independent Gaussians, now and then a wild one. */
public final class RandomInputs {

    private final Dice dice;

    public RandomInputs(long seed) {
        this.dice = new Dice(seed);
    }

    /** Inputs {@code [F]} within the normaliser's limits. */
    public float[] next() {
        float[] x = new float[CellInput.SIZE];
        for (int k = 0; k < x.length; k++) {
            double wild = dice.chance(0.02) ? 6 : 1;
            x[k] = (float) Math.max(-6, Math.min(6, wild * dice.gaussian()));
        }
        return x;
    }
}
