package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.detection.tuning.Tuning;

/**
 * Squared distances of the patches of a sample from the present one. Those of all patches are rough ones, at a quarter of
 * the grid's resolution: enough to rule out most of them, in loops that the JIT compiler turns into vector instructions.
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

    private final short[] patches = new short[Tuning.COORDINATES * Tuning.SLOTS];
    /** The present patch, as often as there are others. */
    private final short[] present = new short[Tuning.COORDINATES * Tuning.SLOTS];

    private final short[] differences = new short[Tuning.COORDINATES * Tuning.SLOTS];
    /** Of two coordinates each. */
    private final int[] squares = new int[PAIRS * Tuning.SLOTS];

    /**
     * Measures the rough distances of all patches.
     *
     * @param at where they begin
     * @param patch the present one
     */
    void measure(Block block, int at, float[] patch) {
        block.shorts(at, patches);
        repeat(patch);
        subtract(patches, present, differences);
        square(differences, squares);
    }

    private void repeat(float[] patch) {
        for (int j = 0; j < patch.length; j++) {
            double rough = Math.floor(patch[j] / STEPS);
            present[j] = (short) Math.max(-LARGEST - 1, Math.min(LARGEST, rough));
        }
        for (int size = patch.length; size < present.length; size *= 2) {
            System.arraycopy(present, 0, present, size, size);
        }
    }

    private static void subtract(short[] patches, short[] present, short[] differences) {
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (short) ((patches[i] >> SHIFT) - present[i]);
        }
    }

    private static void square(short[] differences, int[] squares) {
        for (int i = 0; i < squares.length; i++) {
            squares[i] = differences[2 * i] * differences[2 * i] + differences[2 * i + 1] * differences[2 * i + 1];
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
        int i = Tuning.COORDINATES * slot;
        float e0 = patch[0] - patches[i];
        float e1 = patch[1] - patches[i + 1];
        float e2 = patch[2] - patches[i + 2];
        float e3 = patch[3] - patches[i + 3];
        float e4 = patch[4] - patches[i + 4];
        float e5 = patch[5] - patches[i + 5];
        float e6 = patch[6] - patches[i + 6];
        float e7 = patch[7] - patches[i + 7];
        return e0 * e0 + e1 * e1 + (e2 * e2 + e3 * e3) + (e4 * e4 + e5 * e5) + (e6 * e6 + e7 * e7);
    }
}
