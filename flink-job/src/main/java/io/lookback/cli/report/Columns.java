package io.lookback.cli.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Columns of numbers as a script's typed arrays, little endian, in Base64. */
final class Columns {

    private static final long LARGEST_OFFSET = 0xFFFF_FFFFL;
    private static final int SHARE_STEPS = 255;

    private Columns() {}

    /**
     * Whole numbers as {@code begin + unit * offset}, offsets of 32 bits without sign.
     *
     * @param unit the largest that loses nothing, or, for a range that 32 bits do not hold, the smallest that fits
     */
    record Whole(long begin, long unit, String offsets) {}

    /** Numbers as {@code base} plus 32-bit floats: precise for small changes of large values, too. */
    record Real(double base, String floats) {}

    static <T> Whole whole(List<T> rows, ToLongFunction<T> of) {
        long begin = rows.stream().mapToLong(of).min().orElse(0);
        long end = rows.stream().mapToLong(of).max().orElse(0);
        long common =
                rows.stream().mapToLong(row -> of.applyAsLong(row) - begin).reduce(0, Columns::divisor);
        long unit = Math.max(common, (end - begin) / LARGEST_OFFSET + 1);
        ByteBuffer bytes = buffer(4 * rows.size());
        for (T row : rows) {
            bytes.putInt((int) ((of.applyAsLong(row) - begin) / unit));
        }
        return new Whole(begin, unit, text(bytes));
    }

    /** @param base NaN counts as 0 */
    static <T> Real real(List<T> rows, double base, ToDoubleFunction<T> of) {
        double origin = Double.isFinite(base) ? base : 0;
        ByteBuffer bytes = buffer(4 * rows.size());
        for (T row : rows) {
            bytes.putFloat((float) (of.applyAsDouble(row) - origin));
        }
        return new Real(origin, text(bytes));
    }

    /** Numbers of 0..1 in 255 steps, a byte each; what is more than 0 stays more than 0. */
    static <T> String shares(List<T> rows, ToDoubleFunction<T> of) {
        ByteBuffer bytes = buffer(rows.size());
        for (T row : rows) {
            double share = Math.min(1, Math.max(0, of.applyAsDouble(row)));
            long steps = Math.round(share * SHARE_STEPS);
            bytes.put((byte) (share > 0 ? Math.max(1, steps) : 0));
        }
        return text(bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer bytes) {
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
