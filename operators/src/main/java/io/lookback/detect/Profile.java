package io.lookback.detect;

/**
 * How much a series may remember. A series with many features spends about as much as one with {@value #SHARED_FROM}:
 * beyond that its features share the prototypes.
 */
public enum Profile {
    /** At most 24 KB for a series of one feature, calendar profiles and a cell's vector included. */
    STANDARD(256, 256, 256, 64),
    /** At most 4.5 KB for a series of one feature, likewise; less sharp on long histories. */
    COMPACT(20, 8, 16, 32);

    private static final int SHARED_FROM = 16;
    private static final int FEWEST = 16;

    private final int prototypes;
    private final int states;
    private final int tail;
    private final int peaks;

    Profile(int prototypes, int states, int tail, int peaks) {
        this.prototypes = prototypes;
        this.states = states;
        this.tail = tail;
        this.peaks = peaks;
    }

    /** Most prototypes in each novelty memory of a feature. */
    int prototypes(int features) {
        return shared(prototypes, features);
    }

    /** Most prototypes of the joint state of all features. */
    int states(int features) {
        return shared(states, features);
    }

    /** How many of the largest scores each calibrator of a feature keeps. */
    int tail(int features) {
        return shared(tail, features);
    }

    /** How many peaks an episode memory keeps. */
    int peaks() {
        return peaks;
    }

    private static int shared(int bound, int features) {
        return Math.max(Math.min(bound, FEWEST), Math.min(bound, bound * SHARED_FROM / features));
    }
}
