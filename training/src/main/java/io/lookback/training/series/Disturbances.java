package io.lookback.training.series;

import java.util.Arrays;

/** Adds what happens now and then: level shifts, changes of regime, bursts, single spikes, and stretches that stand still. */
final class Disturbances {

    private static final double LEVEL_SHIFT = 0.3;
    private static final double REGIME = 0.1;
    private static final double BURST = 0.15;
    private static final double SPIKE = 0.2;
    private static final double STUCK = 0.04;
    private static final double REGIME_CHANGE = 1 / 200.0;

    private Disturbances() {}

    static void addTo(Draft draft) {
        if (draft.takes(Trait.LEVEL_SHIFT, LEVEL_SHIFT)) {
            for (int count = draft.dice.integer(1, 5); count > 0; count--) {
                draft.addOver(somewhere(draft), draft.length(), draft.dice.sign() * draft.dice.logUniform(0.3, 5));
            }
        }
        if (draft.takes(Trait.REGIME, REGIME)) {
            addRegimes(draft);
        }
        if (draft.takes(Trait.BURST, BURST)) {
            for (int count = draft.dice.integer(1, 6); count > 0; count--) {
                draft.addOver(
                        somewhere(draft), draft.dice.integer(4, 100), draft.dice.sign() * draft.dice.uniform(1, 5));
            }
        }
        if (draft.takes(Trait.SPIKE, SPIKE)) {
            for (int count = draft.dice.integer(1, 12); count > 0; count--) {
                draft.addOver(somewhere(draft), 1, draft.dice.sign() * draft.dice.logUniform(1.5, 15));
            }
        }
        if (draft.takes(Trait.STUCK, STUCK)) {
            int from = somewhere(draft);
            int until = Math.min(draft.length(), from + draft.dice.integer(20, 200));
            Arrays.fill(draft.values, from, until, draft.values[from]);
        }
    }

    private static void addRegimes(Draft draft) {
        double stretch = draft.dice.uniform(0.1, 2.5);
        double level = draft.dice.uniform(-2, 2);
        boolean second = false;
        for (int i = 0; i < draft.length(); i++) {
            second ^= draft.dice.chance(REGIME_CHANGE);
            if (second) {
                draft.values[i] = stretch * draft.values[i] + level;
            }
        }
    }

    private static int somewhere(Draft draft) {
        return draft.dice.integer(0, draft.length());
    }
}
