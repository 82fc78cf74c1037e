package io.lookback.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that nobody changes any more: {@link #array} hands out the array itself, not a copy. */
public final class Bytes {

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Wraps the array, which the caller gives up. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array);
    }

    public static @Nullable Bytes wrapNullable(byte @Nullable [] array) {
        return array == null ? null : new Bytes(array);
    }

    public int size() {
        return array.length;
    }

    /** To read only. */
    public byte[] array() {
        return array;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return array.length + " bytes";
    }
}
