package io.lookback.training.net;

import java.util.Locale;

/**
 * What can be chosen of a network besides its kind; a kind asks for what it has a use for.
 *
 * @param align how hidden states are compared
 * @param units of the hidden state, d; 0 for the kind's own number
 * @param heads of attention
 * @param kvHeads groups of heads that share keys and values; 0 for as many as there are heads
 * @param positions how attention tells near steps from far ones
 * @param best steps that {@code top-k} attends to
 */
public record NetworkOptions(Align align, int units, int heads, int kvHeads, Positions positions, int best) {

    public static final NetworkOptions DEFAULT = new NetworkOptions(Align.GENERAL, 0, 4, 0, Positions.ROTARY, 8);

    public NetworkOptions {
        if (best < 1) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "--best is %d; give 1 or more.", best));
        }
        if (heads < 1 || kvHeads < 0 || heads % Math.max(1, kvHeads) != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d heads cannot share %d sets of keys and values; give a number that divides the heads.",
                    heads,
                    kvHeads));
        }
    }

    public NetworkOptions withAlign(Align other) {
        return new NetworkOptions(other, units, heads, kvHeads, positions, best);
    }

    /** @param other of units, 1 or more */
    public NetworkOptions withUnits(int other) {
        if (other < 1) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "--units is %d; give 1 or more.", other));
        }
        return new NetworkOptions(align, other, heads, kvHeads, positions, best);
    }

    public NetworkOptions withHeads(int other, int otherKvHeads) {
        return new NetworkOptions(align, units, other, otherKvHeads, positions, best);
    }

    public NetworkOptions withPositions(Positions other) {
        return new NetworkOptions(align, units, heads, kvHeads, other, best);
    }

    public NetworkOptions withBest(int other) {
        return new NetworkOptions(align, units, heads, kvHeads, positions, other);
    }

    /** Groups of heads, each with keys and values of its own. */
    public int groups() {
        return kvHeads == 0 ? heads : kvHeads;
    }

    /** The units that were asked for, else the kind's own number. */
    public int unitsOr(int own) {
        return units == 0 ? own : units;
    }
}
