package io.lookback.forecast;

import io.lookback.normalize.CellInput;
import io.lookback.normalize.Normalizer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Features of one record that help each other: a linear map, learned online, from what all features did last to the error
 * that each feature's own forecast is about to make.
 *
 * <p>Forecast k expects {@code m_k} with scale {@code s_k} (normalized units). With the inputs x of all features and the
 * weights W, it is moved by
 *
 * <pre>
 *   v_k s_k clip(W_k x, 3)        x = 1 and, of each feature i, clip(a / (volatility_i + .01), 4) for three a:
 *                                 its last change, m_i - its last value, its last value - its mean of about 8 values
 * </pre>
 *
 * <p>W follows recursive least squares with forgetting (Haykin, Adaptive Filter Theory, chapter on the RLS algorithm): with
 * the covariance P, which all features share since they share the inputs, and the errors {@code e_k = clip((y_k - m_k) /
 * s_k, 4) - W_k x},
 *
 * <pre>
 *   g = P x / (lambda + x' P x)    W_k += e_k g    P = (P - g x' P) / lambda
 * </pre>
 *
 * <p>An input that stands still teaches nothing, and its covariance would grow without end: rows and columns of P are
 * scaled so that no variance exceeds the first one. If rounding makes P indefinite, it starts over; W stays.
 *
 * <p>The map can be wrong, and then it harms: {@code v_k} is its weight against no correction, by fixed share under absolute
 * loss, as {@link ForecastState} weighs forecasters.
 *
 * <p>State: {@code 4 (d (d + 1) / 2 + d n + n)} bytes for n features and {@code d = 3 min(n, 32) + 1} inputs, nothing for
 * one feature. Time: about {@code d^2 + 2 d n} multiplications a record. Only the first {@value #MOST_SOURCES} features
 * are inputs, all are corrected. docs/research/forecasting-choices.md says what was tried instead.
 *
 * <p>{@link #correct} reads, {@link #learn} learns. One owner.
 */
public final class CrossFeatureCorrection {

    /** With more, a feature's share of the state would exceed 1 KB. */
    private static final int MOST_SOURCES = 32;

    private static final int INPUTS_PER_SOURCE = 3;
    private static final float LARGEST_INPUT = 4;
    private static final double SMALLEST_VOLATILITY = 0.01;

    private static final float FORGETTING = 0.9995f;
    /** Variance of each weight at first, and the largest ever. */
    private static final float PRIOR = 0.05f;
    /** {@code x' P x} may be this much below zero by rounding alone. */
    private static final float ROUNDING = 5e-4f;

    private static final float LARGEST_TARGET = 4;
    private static final float LARGEST_SHIFT = 3;

    private static final double SHARE = 0.001;
    private static final double ETA = 0.5;
    private static final double LARGEST_LOSS = 4;

    private final int features;
    private final int inputs;
    /** {@code [input][other input]}, the lower triangle of P. Rows of their own, so that the loops over them are vectorized. */
    private final float[][] covariance;
    /** {@code [input][feature]}, W. */
    private final float[][] weights;
    /** {@code [feature]}, v. */
    private final float[] shares;

    private CrossFeatureCorrection(int features) {
        this.features = features;
        this.inputs = features < 2 ? 0 : 1 + INPUTS_PER_SOURCE * Math.min(features, MOST_SOURCES);
        this.covariance = new float[inputs][];
        for (int i = 0; i < inputs; i++) {
            covariance[i] = new float[i + 1];
        }
        this.weights = new float[inputs][features];
        this.shares = new float[inputs == 0 ? 0 : features];
    }

    public static CrossFeatureCorrection fresh(int features) {
        CrossFeatureCorrection fresh = new CrossFeatureCorrection(features);
        fresh.resetCovariance();
        Arrays.fill(fresh.shares, 0.5f);
        return fresh;
    }

    private void resetCovariance() {
        for (int i = 0; i < inputs; i++) {
            Arrays.fill(covariance[i], 0);
            covariance[i][i] = PRIOR;
        }
    }

    /** The corrected forecasts of one record, and what the correction learns from. */
    public static final class Corrected {

        private final List<Forecast> forecasts;
        private final float[] x;
        private final float[] mapped;

        private Corrected(List<Forecast> forecasts, float[] x, float[] mapped) {
            this.forecasts = forecasts;
            this.x = x;
            this.mapped = mapped;
        }

        /** One of each feature. */
        public List<Forecast> forecasts() {
            return forecasts;
        }
    }

    /**
     * Corrects the forecasts of a record.
     *
     * @param forecasts one of each feature; {@link Forecast#NONE} of one that is missing, which takes no part
     * @param cellInputs {@code [feature]}, what the cells read; any of a feature without a forecast
     */
    public Corrected correct(List<Forecast> forecasts, float[][] cellInputs) {
        if (inputs == 0) {
            return new Corrected(forecasts, new float[0], new float[0]);
        }
        float[] x = inputs(forecasts, cellInputs);
        float[] mapped = map(x);
        List<Forecast> corrected = new ArrayList<>(features);
        for (int k = 0; k < features; k++) {
            Forecast forecast = forecasts.get(k);
            corrected.add(forecast.exists() ? forecast.shifted(shares[k] * shift(forecast, mapped[k])) : forecast);
        }
        return new Corrected(corrected, x, mapped);
    }

    private float[] inputs(List<Forecast> forecasts, float[][] cellInputs) {
        float[] x = new float[inputs];
        x[0] = 1;
        for (int i = 0; i < Math.min(features, MOST_SOURCES); i++) {
            Forecast forecast = forecasts.get(i);
            if (forecast.exists()) {
                float[] input = cellInputs[i];
                double volatility = forecast.volatility() + SMALLEST_VOLATILITY;
                double y = input[CellInput.Y];
                int at = 1 + INPUTS_PER_SOURCE * i;
                x[at] = clip((float) (input[CellInput.DELTA_Y] / volatility), LARGEST_INPUT);
                x[at + 1] = clip((float) ((forecast.location() - y) / volatility), LARGEST_INPUT);
                x[at + 2] = clip((float) ((y - input[CellInput.EMA8_Y]) / volatility), LARGEST_INPUT);
            }
        }
        return x;
    }

    /** W x. */
    private float[] map(float[] x) {
        float[] mapped = new float[features];
        for (int i = 0; i < inputs; i++) {
            addTo(mapped, weights[i], x[i], features);
        }
        return mapped;
    }

    /** Adds so many numbers times a factor. */
    private static void addTo(float[] sums, float[] numbers, float factor, int length) {
        for (int j = 0; j < length; j++) {
            sums[j] += numbers[j] * factor;
        }
    }

    private static double shift(Forecast forecast, float mapped) {
        return clip(mapped, LARGEST_SHIFT) * forecast.scale();
    }

    /** Zero in place of what is not a number: an input that is not known. */
    private static float clip(float value, float limit) {
        return Float.isNaN(value) ? 0 : Math.max(-limit, Math.min(limit, value));
    }

    /**
     * Takes in how forecasts did.
     *
     * @param corrected by this correction, since which nothing was learned
     * @param values raw, by feature; not asked for those without a forecast
     */
    public void learn(Corrected corrected, IntToDoubleFunction values) {
        if (inputs == 0) {
            return;
        }
        float[] errors = new float[features];
        for (int k = 0; k < features; k++) {
            Forecast forecast = corrected.forecasts.get(k);
            if (forecast.exists()) {
                double y = bounded(forecast.normalize(values.applyAsDouble(k)));
                double residual = y - forecast.location();
                errors[k] = clip((float) (residual / forecast.scale()), LARGEST_TARGET) - corrected.mapped[k];
                weigh(k, residual, shift(forecast, corrected.mapped[k]), forecast.volatility());
            }
        }
        follow(corrected.x, errors);
    }

    private static double bounded(double y) {
        return Math.max(-Normalizer.LIMIT, Math.min(Normalizer.LIMIT, y));
    }

    private void weigh(int k, double residual, double shift, double volatility) {
        double without = Math.min(Math.abs(residual) / volatility, LARGEST_LOSS);
        double with = Math.min(Math.abs(residual - shift) / volatility, LARGEST_LOSS);
        double share = shares[k];
        double gained = share * Math.exp(-ETA * (with - without));
        shares[k] = (float) ((1 - SHARE) * gained / (gained + 1 - share) + SHARE / 2);
    }

    /** A step of recursive least squares. */
    private void follow(float[] x, float[] errors) {
        float[] gain = covarianceTimes(x);
        float spread = dot(gain, x);
        if (!(spread >= -ROUNDING)) {
            resetCovariance();
            gain = covarianceTimes(x);
            spread = dot(gain, x);
        }
        float total = FORGETTING + spread;
        for (int i = 0; i < inputs; i++) {
            addTo(weights[i], errors, gain[i] / total, features);
        }
        forget(gain, total);
    }

    private float[] covarianceTimes(float[] x) {
        float[] product = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            addTo(product, covariance[i], x[i], i);
            product[i] += dot(covariance[i], x);
        }
        return product;
    }

    /** Of as many numbers as the first one has. Four sums at a time, which do not wait for each other. */
    private static float dot(float[] numbers, float[] others) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int j = 0;
        for (; j + 3 < numbers.length; j += 4) {
            a += numbers[j] * others[j];
            b += numbers[j + 1] * others[j + 1];
            c += numbers[j + 2] * others[j + 2];
            d += numbers[j + 3] * others[j + 3];
        }
        for (; j < numbers.length; j++) {
            a += numbers[j] * others[j];
        }
        return a + b + (c + d);
    }

    private void forget(float[] gain, float total) {
        float[] growth = new float[inputs];
        float usual = (float) Math.sqrt(1 / FORGETTING);
        for (int i = 0; i < inputs; i++) {
            float variance = covariance[i][i] - gain[i] * gain[i] / total;
            boolean large = variance > PRIOR * FORGETTING;
            growth[i] = large ? (float) Math.sqrt(PRIOR / variance) : usual;
        }
        for (int i = 0; i < inputs; i++) {
            float[] row = covariance[i];
            float share = gain[i] / total;
            float factor = growth[i];
            for (int j = 0; j < row.length; j++) {
                row[j] = (row[j] - share * gain[j]) * (factor * growth[j]);
            }
        }
    }

    /** This correction for a record with further features, behind those that it has. */
    public CrossFeatureCorrection grow(int wider) {
        CrossFeatureCorrection grown = fresh(wider);
        copyTo(grown);
        return grown;
    }

    private void copyTo(CrossFeatureCorrection other) {
        for (int i = 0; i < inputs; i++) {
            System.arraycopy(covariance[i], 0, other.covariance[i], 0, i + 1);
            System.arraycopy(weights[i], 0, other.weights[i], 0, features);
        }
        System.arraycopy(shares, 0, other.shares, 0, shares.length);
    }

    /** A deep copy. */
    public CrossFeatureCorrection copy() {
        CrossFeatureCorrection copy = new CrossFeatureCorrection(features);
        copyTo(copy);
        return copy;
    }

    /** At once, as a record may come with a read and a write of it. */
    public void write(DataOutput out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) bytes());
        FloatBuffer numbers = bytes.asFloatBuffer();
        for (int i = 0; i < inputs; i++) {
            numbers.put(covariance[i]).put(weights[i]);
        }
        numbers.put(shares);
        out.write(bytes.array());
    }

    /** @param features as many as it was written with */
    public static CrossFeatureCorrection read(DataInput in, int features) throws IOException {
        CrossFeatureCorrection read = new CrossFeatureCorrection(features);
        byte[] bytes = new byte[(int) read.bytes()];
        in.readFully(bytes);
        FloatBuffer numbers = ByteBuffer.wrap(bytes).asFloatBuffer();
        for (int i = 0; i < read.inputs; i++) {
            numbers.get(read.covariance[i]).get(read.weights[i]);
        }
        numbers.get(read.shares);
        return read;
    }

    /** Size of the state, as {@link #write} makes it. */
    public long bytes() {
        return Float.BYTES * (inputs * (inputs + 1L) / 2 + (long) inputs * features + shares.length);
    }
}
