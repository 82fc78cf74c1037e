package io.lookback.block;

/**
 * Hands out the places of a block. Each part of a state asks for its fields once, when it is made, and keeps the offsets;
 * so no part knows what lies beside its own fields, and nobody writes copy, write, read or size by hand.
 */
public final class Layout {

    private int size;

    /** Offset of the first of so many numbers of 16 bits. */
    public int shorts(int count) {
        return take(count * Short.BYTES);
    }

    public int ints(int count) {
        return take(count * Integer.BYTES);
    }

    public int longs(int count) {
        return take(count * Long.BYTES);
    }

    public int floats(int count) {
        return take(count * Float.BYTES);
    }

    public int doubles(int count) {
        return take(count * Double.BYTES);
    }

    public int bytes(int count) {
        return take(count);
    }

    /** Bytes handed out so far. */
    public int size() {
        return size;
    }

    private int take(int bytes) {
        int offset = size;
        size += bytes;
        return offset;
    }
}
