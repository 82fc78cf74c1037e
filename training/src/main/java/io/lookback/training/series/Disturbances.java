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
            for (int count = draft.random.integer(1, 5); count > 0; count--) {
                draft.addOver(somewhere(draft), draft.length(), draft.random.sign() * draft.random.logUniform(0.3, 5));
            }
        }
        if (draft.takes(Trait.REGIME, REGIME)) {
            addRegimes(draft);
        }
        if (draft.takes(Trait.BURST, BURST)) {
            for (int count = draft.random.integer(1, 6); count > 0; count--) {
                draft.addOver(
                        somewhere(draft),
                        draft.random.integer(4, 100),
                        draft.random.sign() * draft.random.uniform(1, 5));
            }
        }
        if (draft.takes(Trait.SPIKE, SPIKE)) {
            for (int count = draft.random.integer(1, 12); count > 0; count--) {
                draft.addOver(somewhere(draft), 1, draft.random.sign() * draft.random.logUniform(1.5, 15));
            }
        }
        if (draft.takes(Trait.STUCK, STUCK)) {
            int from = somewhere(draft);
            int until = Math.min(draft.length(), from + draft.random.integer(20, 200));
            Arrays.fill(draft.values, from, until, draft.values[from]);
        }
    }

    private static void addRegimes(Draft draft) {
        double stretch = draft.random.uniform(0.1, 2.5);
        double level = draft.random.uniform(-2, 2);
        boolean second = false;
        for (int i = 0; i < draft.length(); i++) {
            second ^= draft.random.chance(REGIME_CHANGE);
            if (second) {
                draft.values[i] = stretch * draft.values[i] + level;
            }
        }
    }

    private static int somewhere(Draft draft) {
        return draft.random.integer(0, draft.length());
    }
}
