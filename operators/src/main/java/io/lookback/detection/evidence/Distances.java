package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.detection.tuning.Tuning;

/**
 * Squared distances of the patches of a sample from the present one. Those of all patches are rough ones, at a quarter of
 * the grid's resolution: enough to rule out most of them, in a loop that the JIT compiler turns into vector instructions.
 * Two numbers of 16 bits share an element of 32, because C2 of Java 17 does not reliably do so with narrower ones.
 *
 * <p>At a quarter, two numbers of 16 bits differ by less than 2^14, and the sum of eight squares fits 32 bits.
 */
final class Distances {

    private static final int SHIFT = 2;
    private static final int STEPS = 1 << SHIFT;
    private static final int LARGEST = Short.MAX_VALUE >> SHIFT;

    /** What rounding down may add to a distance: less than one in each coordinate. */
    private static final double ROUNDED = Math.sqrt(Tuning.COORDINATES);

    /** More than the relative error of a squared distance in 32 bits. */
    private static final double PRECISION = 1 + 1e-5;

    private static final int PAIRS = Tuning.COORDINATES / 2;

    /** Of a patch, {@value #PAIRS} elements of two coordinates each, the first in the lower half. */
    private final int[] patches = new int[PAIRS * Tuning.SLOTS];
    /** The present patch, rough, as often as there are others. */
    private final int[] present = new int[PAIRS * Tuning.SLOTS];
    /** Of two coordinates each. */
    private final int[] squares = new int[PAIRS * Tuning.SLOTS];

    /**
     * Measures the rough distances of all patches.
     *
     * @param at where they begin
     * @param patch the present one
     */
    void measure(Block block, int at, float[] patch) {
        block.pairs(at, patches);
        repeat(patch);
        square(patches, present, squares);
    }

    private void repeat(float[] patch) {
        for (int pair = 0; pair < PAIRS; pair++) {
            present[pair] = quartered(patch[2 * pair]) & 0xFFFF | quartered(patch[2 * pair + 1]) << Short.SIZE;
        }
        for (int size = PAIRS; size < present.length; size *= 2) {
            System.arraycopy(present, 0, present, size, size);
        }
    }

    private static int quartered(float coordinate) {
        return (int) Math.max(-LARGEST - 1, Math.min(LARGEST, Math.floor(coordinate / STEPS)));
    }

    private static void square(int[] patches, int[] present, int[] squares) {
        for (int i = 0; i < squares.length; i++) {
            int first = (patches[i] << Short.SIZE >> Short.SIZE + SHIFT) - (present[i] << Short.SIZE >> Short.SIZE);
            int second = (patches[i] >> Short.SIZE + SHIFT) - (present[i] >> Short.SIZE);
            squares[i] = first * first + second * second;
        }
    }

    /** The rough one of a patch that was measured. */
    int rough(int slot) {
        int i = PAIRS * slot;
        return squares[i] + squares[i + 1] + (squares[i + 2] + squares[i + 3]);
    }

    /** The largest rough one that a patch within a squared distance can have. */
    static int roughLimit(float square) {
        double root = Math.sqrt(square) * PRECISION / STEPS + ROUNDED;
        return (int) Math.min(Integer.MAX_VALUE, root * root);
    }

    /** The exact one of a patch that was measured, in steps of the grid. */
    float exact(int slot, float[] patch) {
        int i = PAIRS * slot;
        float e0 = patch[0] - (short) patches[i];
        float e1 = patch[1] - (patches[i] >> Short.SIZE);
        float e2 = patch[2] - (short) patches[i + 1];
        float e3 = patch[3] - (patches[i + 1] >> Short.SIZE);
        float e4 = patch[4] - (short) patches[i + 2];
        float e5 = patch[5] - (patches[i + 2] >> Short.SIZE);
        float e6 = patch[6] - (short) patches[i + 3];
        float e7 = patch[7] - (patches[i + 3] >> Short.SIZE);
        return e0 * e0 + e1 * e1 + (e2 * e2 + e3 * e3) + (e4 * e4 + e5 * e5) + (e6 * e6 + e7 * e7);
    }
}
