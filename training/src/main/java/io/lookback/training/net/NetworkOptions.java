package io.lookback.training.net;

import java.util.Locale;

/**
 * What can be chosen of a network besides its kind; a kind asks for what it has a use for.
 *
 * @param align how hidden states are compared
 * @param units of the hidden state, d; 0 for the kind's own number
 */
public record NetworkOptions(Align align, int units) {

    public static final NetworkOptions DEFAULT = new NetworkOptions(Align.GENERAL, 0);

    public NetworkOptions {
        if (units < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A hidden state of %d units holds nothing; give 1 or more.", units));
        }
    }

    public NetworkOptions withAlign(Align other) {
        return new NetworkOptions(other, units);
    }

    public NetworkOptions withUnits(int other) {
        return new NetworkOptions(align, other);
    }

    /** The units that were asked for, else the kind's own number. */
    public int unitsOr(int own) {
        return units == 0 ? own : units;
    }
}
