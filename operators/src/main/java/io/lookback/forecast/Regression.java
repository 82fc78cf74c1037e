package io.lookback.forecast;

import io.lookback.normalize.CellInput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A linear regression of the next normalized value on the last {@value #LAGS} values, both running means, how far the day
 * and the week profile are from the slow one, how far the last value was from them, and a constant. Recursive least
 * squares with forgetting (Haykin, Adaptive Filter Theory, 4th ed., 2002, section 9.3):
 *
 * <pre>{@code
 * g = P u,  s = lambda + u' g
 * w <- w + g (y - w' u) / s
 * P <- (P - g g' / s) / lambda
 * }</pre>
 *
 * <p>It begins as the last value. Where the inputs say nothing new, forgetting would let P grow without a bound, so
 * beyond {@value #LARGEST} nothing is forgotten.
 *
 * <p>State: {@value #FLOATS} floats, none before the first value. One owner.
 */
final class Regression {

    private static final int LAGS = 8;
    private static final int SIZE = LAGS + 7;

    /** Of P, which is symmetric, the upper half by rows. */
    private static final int COVARIANCES = SIZE * (SIZE + 1) / 2;

    private static final int COVARIANCE = SIZE;
    private static final int PAST = COVARIANCE + COVARIANCES;
    private static final int FLOATS = PAST + LAGS - 1;

    private static final double LAMBDA = 0.999;
    /** P at the start, over the identity. */
    private static final float PRIOR = 10;
    /** Largest sum of the diagonal of P. */
    private static final double LARGEST = 1e4 * SIZE;

    private static final double LIMIT = 6;

    /** Weights, P, and the values before the last, newest first. */
    private float[] state;

    private Regression(float[] state) {
        this.state = state;
    }

    static Regression fresh() {
        return new Regression(new float[0]);
    }

    /**
     * What the next value is told from.
     *
     * @param input of the cells for the instant of the next value
     */
    double[] known(float[] input) {
        double[] known = new double[SIZE];
        double y = input[CellInput.Y];
        known[0] = y;
        for (int lag = 1; lag < LAGS; lag++) {
            known[lag] = state.length == 0 ? y : state[PAST + lag - 1];
        }
        double slow = input[CellInput.EMA64_Y];
        double day = input[CellInput.NEXT_DAY_TRUST];
        double week = input[CellInput.NEXT_WEEK_TRUST];
        known[LAGS] = input[CellInput.EMA8_Y];
        known[LAGS + 1] = slow;
        known[LAGS + 2] = day * (input[CellInput.NEXT_DAY_PROFILE] - slow);
        known[LAGS + 3] = input[CellInput.DAY_RESIDUAL];
        known[LAGS + 4] = week * (input[CellInput.NEXT_WEEK_PROFILE] - slow);
        known[LAGS + 5] = input[CellInput.WEEK_RESIDUAL];
        known[LAGS + 6] = 1;
        return known;
    }

    /** Normalized, within the limits of a normalized value. */
    double mean(double[] known) {
        if (state.length == 0) {
            return known[0];
        }
        double mean = 0;
        for (int i = 0; i < SIZE; i++) {
            mean += state[i] * known[i];
        }
        return Math.max(-LIMIT, Math.min(LIMIT, mean));
    }

    /**
     * Learns from a value.
     *
     * @param known of {@link #known}, since which nothing was learned
     * @param y the value, normalized
     */
    void learn(double[] known, double y) {
        if (state.length == 0) {
            begin(known[0]);
        }
        fit(known, y);
        pass(known);
    }

    /** Takes the last value for a past one, learning nothing. */
    void pass(double[] known) {
        if (state.length == 0) {
            return;
        }
        System.arraycopy(state, PAST, state, PAST + 1, LAGS - 2);
        state[PAST] = (float) known[0];
    }

    private void begin(double y) {
        state = new float[FLOATS];
        state[0] = 1;
        restart();
        Arrays.fill(state, PAST, FLOATS, (float) y);
    }

    /** P as at the start; the weights stay. */
    private void restart() {
        Arrays.fill(state, COVARIANCE, PAST, 0);
        for (int i = 0; i < SIZE; i++) {
            state[COVARIANCE + diagonal(i)] = PRIOR;
        }
    }

    private void fit(double[] known, double y) {
        double[] gain = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            gain[i] = gain(i, known);
        }
        double spread = 0;
        double error = y;
        for (int i = 0; i < SIZE; i++) {
            spread += gain[i] * known[i];
            error -= state[i] * known[i];
        }
        if (!(spread >= 0)) {
            restart();
            return;
        }
        double scale = 1 / (LAMBDA + spread);
        for (int i = 0; i < SIZE; i++) {
            state[i] += (float) (gain[i] * error * scale);
        }
        double kept = trace() < LARGEST ? 1 / LAMBDA : 1;
        int at = COVARIANCE;
        for (int i = 0; i < SIZE; i++) {
            double row = gain[i] * scale;
            for (int j = i; j < SIZE; j++, at++) {
                state[at] = (float) ((state[at] - row * gain[j]) * kept);
            }
        }
    }

    /** Row i of P times what is known. */
    private double gain(int i, double[] known) {
        double gain = 0;
        int at = COVARIANCE + i;
        for (int j = 0; j < i; j++) {
            gain += state[at] * known[j];
            at += SIZE - 1 - j;
        }
        for (int j = i; j < SIZE; j++) {
            gain += state[at++] * known[j];
        }
        return gain;
    }

    private double trace() {
        double trace = 0;
        for (int i = 0; i < SIZE; i++) {
            trace += state[COVARIANCE + diagonal(i)];
        }
        return trace;
    }

    private static int diagonal(int i) {
        return i * SIZE - i * (i - 1) / 2;
    }

    Regression copy() {
        return new Regression(state.clone());
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(state.length > 0);
        for (float number : state) {
            out.writeFloat(number);
        }
    }

    static Regression read(DataInput in) throws IOException {
        float[] state = new float[in.readBoolean() ? FLOATS : 0];
        for (int i = 0; i < state.length; i++) {
            state[i] = in.readFloat();
        }
        return new Regression(state);
    }

    /** Size of the state, as {@link #write} makes it. */
    long bytes() {
        return 1 + (long) state.length * Float.BYTES;
    }
}
