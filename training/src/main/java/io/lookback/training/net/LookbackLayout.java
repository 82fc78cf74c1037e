package io.lookback.training.net;

import io.lookback.normalize.CellInput;
import io.lookback.training.example.Batch;

/**
 * The fixed side of a {@link LookbackNetwork}: what is known at a step as linear maps of the window and the cell input,
 * and where each number of the memory stands. Matrices are flat, row-major.
 */
final class LookbackLayout {

    /** Values that the context keeps besides the newest. */
    static final int BEFORE = Batch.BEFORE;

    static final int WINDOW = BEFORE + 1;
    static final int LAGS = 31;
    static final int SHORT_LAGS = 12;
    static final int HEADS = 3;
    static final int KEY = 22;

    /** Value, change, its square, anchor, first forecast, own error, position: what a row tells beside its key. */
    static final int TOLD = 7;

    static final int VALUE = KEY + HEADS;
    static final int CHANGE = VALUE + 1;
    static final int SQUARE = VALUE + 2;
    static final int ANCHOR = VALUE + 3;
    static final int FIRST = VALUE + 4;
    static final int ERROR = VALUE + 5;
    static final int POSITION = VALUE + 6;

    /** Floats of a cached row. */
    static final int ROW = KEY + HEADS + TOLD;

    /** Last value, day and week profile, two slow means. */
    static final int NAIVE = 5;

    /** Naive ones, then of each head: change, level, anchored, level and anchored of first forecasts. */
    static final int CANDIDATES = NAIVE + 5 * HEADS;

    static final int STATE = CellInput.SIZE;

    private static final int[][] POOLS = pools();

    static final int RELATIVE = LAGS + POOLS.length;

    /** What the key is made of. */
    static final int KNOWN = RELATIVE + STATE;

    /** {@code [gate, scale]} features: relative candidates and lags, two relative errors each, logarithms, state. */
    static final int GATE = CANDIDATES + SHORT_LAGS + 2 * CANDIDATES + 4 * HEADS + 2 + STATE;

    static final int SCALE = GATE + HEADS + 2;

    /** Scales to choose among: volatility, own error fast and slow, of each head the error then and the spread. */
    static final int SCALES = 3 + 2 * HEADS;

    /** Columns of {@link #readings()}. */
    static final int READINGS = CANDIDATES + 4 * HEADS;

    private LookbackLayout() {}

    /** {@code [WINDOW, RELATIVE]}, oldest value first: lags 1..31 and means of older stretches, minus the newest value. */
    static float[] relative() {
        float[] map = new float[WINDOW * RELATIVE];
        for (int lag = 1; lag <= LAGS; lag++) {
            map[(BEFORE - lag) * RELATIVE + lag - 1] = 1;
        }
        for (int k = 0; k < POOLS.length; k++) {
            for (int lag = POOLS[k][0]; lag < POOLS[k][1]; lag++) {
                map[(BEFORE - lag) * RELATIVE + LAGS + k] = 1f / (POOLS[k][1] - POOLS[k][0]);
            }
        }
        for (int column = 0; column < RELATIVE; column++) {
            map[BEFORE * RELATIVE + column] = -1;
        }
        return map;
    }

    /** {@code [F, STATE]}: the cell input, its levels relative to the newest value. */
    static float[] state() {
        float[] map = new float[STATE * STATE];
        for (int k = 0; k < STATE; k++) {
            map[k * STATE + k] = 1;
        }
        for (int level :
                new int[] {CellInput.EMA8_Y, CellInput.EMA64_Y, CellInput.NEXT_DAY_PROFILE, CellInput.NEXT_WEEK_PROFILE
                }) {
            map[CellInput.Y * STATE + level] = -1;
        }
        return map;
    }

    /** {@code [F, STATE]}: with {@link #knownBias()}, clamped to 0..1, 0 where a profile has not been seen yet. */
    static float[] known() {
        float[] map = new float[STATE * STATE];
        map[CellInput.NEXT_DAY_TRUST * STATE + CellInput.NEXT_DAY_PROFILE] = 10;
        map[CellInput.NEXT_WEEK_TRUST * STATE + CellInput.NEXT_WEEK_PROFILE] = 10;
        return map;
    }

    static float[] knownBias() {
        float[] bias = new float[STATE];
        for (int k = 0; k < STATE; k++) {
            bias[k] = k == CellInput.NEXT_DAY_PROFILE || k == CellInput.NEXT_WEEK_PROFILE ? 0 : 1;
        }
        return bias;
    }

    /**
     * {@code [KNOWN]}: what the key subtracts. A shift of all keys moves no distance, but squares of small numbers lose
     * fewer digits.
     */
    static float[] center() {
        float[] center = new float[KNOWN];
        center[RELATIVE + CellInput.LOG_VOLATILITY] = -2;
        center[RELATIVE + CellInput.NEXT_DAY_TRUST] = 0.5f;
        center[RELATIVE + CellInput.NEXT_WEEK_TRUST] = 0.3f;
        center[RELATIVE + CellInput.LOG_AGE] = 0.8f;
        return center;
    }

    /**
     * {@code [HEADS ROW + STATE + 1, READINGS]}: from what the heads read, the state and the position to the candidates,
     * then of each head the change, its square, the own error and the age.
     */
    static float[] readings() {
        float[] map = new float[(HEADS * ROW + STATE + 1) * READINGS];
        int state = HEADS * ROW;
        for (int column = 0; column < CANDIDATES - 3 * HEADS; column++) {
            boolean level = column >= NAIVE + HEADS;
            map[(state + CellInput.Y) * READINGS + column] = level ? 0 : 1;
        }
        map[(state + CellInput.NEXT_DAY_PROFILE) * READINGS + 1] = 1;
        map[(state + CellInput.NEXT_WEEK_PROFILE) * READINGS + 2] = 1;
        map[(state + CellInput.EMA8_Y) * READINGS + 3] = 1;
        map[(state + CellInput.EMA64_Y) * READINGS + 4] = 1;
        for (int head = 0; head < HEADS; head++) {
            read(map, head, NAIVE + head, CHANGE, 1);
            read(map, head, NAIVE + HEADS + head, VALUE, 1);
            anchored(map, head, NAIVE + 2 * HEADS + head, VALUE);
            read(map, head, NAIVE + 3 * HEADS + head, FIRST, 1);
            anchored(map, head, NAIVE + 4 * HEADS + head, FIRST);
            read(map, head, CANDIDATES + head, CHANGE, 1);
            read(map, head, CANDIDATES + HEADS + head, SQUARE, 1);
            read(map, head, CANDIDATES + 2 * HEADS + head, ERROR, 1);
            read(map, head, CANDIDATES + 3 * HEADS + head, POSITION, -1);
            map[(state + STATE) * READINGS + CANDIDATES + 3 * HEADS + head] = 1;
        }
        return map;
    }

    private static void anchored(float[] map, int head, int column, int level) {
        int state = HEADS * ROW;
        read(map, head, column, level, 1);
        read(map, head, column, ANCHOR, -1);
        map[(state + CellInput.Y) * READINGS + column] = 1;
        map[(state + CellInput.EMA8_Y) * READINGS + column] = 1;
    }

    private static void read(float[] map, int head, int column, int told, float factor) {
        map[(head * ROW + told) * READINGS + column] = factor;
    }

    private static int[][] pools() {
        int[][] pools = new int[12][];
        for (int k = 0; k < 4; k++) {
            pools[k] = new int[] {32 + 8 * k, 40 + 8 * k};
            pools[4 + k] = new int[] {64 + 16 * k, 80 + 16 * k};
            pools[8 + k] = new int[] {128 + 32 * k, 160 + 32 * k};
        }
        return pools;
    }
}
