package io.lookback.wire;

/**
 * Stands for a point that cannot be read, or for all such lines of a value in line protocol.
 *
 * @param failure of the first
 */
record Unreadable(DecodingException failure) {

    static final Unreadable NULL = new Unreadable(DecodingException.unusable("The point is null"));
}
