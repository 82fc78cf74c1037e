package io.lookback.forecast;

import io.lookback.cell.Prediction;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Normalizer;
import io.lookback.normalize.Units;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What one feature remembers in order to make one forecast of several: how well each forecaster did, and how wide the
 * band must be. A few floats.
 *
 * <p>Weights: fixed share (Herbster and Warmuth, Tracking the Best Expert, 1998; Cesa-Bianchi and Lugosi, Prediction,
 * Learning, and Games, 2006, section 5.2). Each value multiplies the weight of forecaster k by {@code exp(-eta loss_k)};
 * then each forecaster gives {@value #SHARE} of its weight to all, so one that was poor for long is back within a few
 * values when the series changes. There are two sets of weights: under log loss (eta 1: the density that k gave the
 * value) for the distribution, and under absolute loss in units of the channel's volatility for the expected value. The
 * mean of the distribution would do for both, but its error is up to 5 % larger: an outlier makes wide forecasters likely
 * ones. A forecaster without a forecast keeps its weights (Freund et al., Using and combining predictors that
 * specialize, 1997).
 *
 * <p>Width: adaptive conformal inference (Gibbs and Candes, Adaptive Conformal Inference Under Distribution Shift,
 * 2021), for each end of the band. The logarithm q of the factor that stretches it moves by {@code gamma (missed -
 * alpha)}: in the long run a share alpha of the values lies beyond, whatever the series does. docs/forecasting.md says
 * what each constant is worth and what was tried instead.
 *
 * <p>{@link #forecast} reads, {@link #learn} learns. One owner.
 */
public final class ForecastState {

    private static final double SHARE = 0.001;
    /** Learning rate under absolute loss. */
    private static final double ETA = 0.5;
    /** Largest absolute loss of one value, in volatilities: one outlier does not decide. */
    private static final double LARGEST_LOSS = 4;
    /** Rate of the experts' running errors. */
    private static final double ERROR_RATE = 1.0 / 32;

    private static final double SMALLEST_SCALE = 1e-3;

    private static final double GAMMA = 0.2;
    private static final double MISSES = 0.005;
    private static final double NARROWEST = -0.7;
    private static final double WIDEST = 5;

    private final int cells;
    /** Both weights of each forecaster, cells first; each expert's running error; the logarithms of both factors. */
    private final float[] state;

    private final Regression regression;

    private ForecastState(int cells, float[] state, Regression regression) {
        this.cells = cells;
        this.state = state;
        this.regression = regression;
    }

    /** @param cells how many cells give predictions */
    public static ForecastState fresh(int cells) {
        ForecastState fresh = new ForecastState(cells, new float[size(cells)], Regression.fresh());
        Arrays.fill(fresh.state, 0, fresh.errors(), 1f / fresh.forecasters());
        Arrays.fill(fresh.state, fresh.errors(), fresh.below(), 1);
        return fresh;
    }

    private static int size(int cells) {
        return 2 * (cells + Expert.COUNT) + Expert.COUNT + 2;
    }

    private int forecasters() {
        return cells + Expert.COUNT;
    }

    /** Where the weights under absolute loss begin. */
    private int locating() {
        return forecasters();
    }

    private int errors() {
        return 2 * forecasters();
    }

    private int below() {
        return state.length - 2;
    }

    private int above() {
        return state.length - 1;
    }

    /**
     * What is expected of the next value.
     *
     * @param predictions one of each cell, {@link Prediction#NONE} of one that has nothing to say
     * @param experts that forecast beside the cells
     * @param input of the cells, for the same instant
     * @param units of the channel now
     */
    public Forecast forecast(List<Prediction> predictions, Experts experts, float[] input, Units units) {
        Prediction[] parts = new Prediction[forecasters()];
        for (int k = 0; k < cells; k++) {
            Prediction part = predictions.get(k);
            parts[k] = part.usable() ? part : Prediction.NONE;
        }
        double[] known = experts == Experts.NONE ? Forecast.NOTHING : regression.known(input);
        double regressed = experts == Experts.NONE ? Double.NaN : regression.mean(known);
        for (int e = 0; e < Expert.COUNT; e++) {
            Prediction part = experts.include(Expert.at(e)) ? expert(e, input, regressed) : Prediction.NONE;
            parts[cells + e] = part.usable() ? part : Prediction.NONE;
        }
        double[] weights = shares(parts, 0);
        if (weights.length == 0) {
            return Forecast.NONE;
        }
        return new Forecast(
                units,
                parts,
                known,
                weights,
                shares(parts, locating()),
                Math.exp(input[CellInput.LOG_VOLATILITY]),
                Math.exp(state[below()]),
                Math.exp(state[above()]));
    }

    private Prediction expert(int expert, float[] input, double regressed) {
        return new Prediction(Expert.at(expert).mean(input, regressed), state[errors() + expert] + SMALLEST_SCALE);
    }

    /** Weights of those that forecast, summing to 1; none if nobody does. */
    private double[] shares(Prediction[] parts, int from) {
        double[] shares = new double[parts.length];
        double sum = 0;
        for (int k = 0; k < parts.length; k++) {
            shares[k] = parts[k].usable() ? state[from + k] : 0;
            sum += shares[k];
        }
        if (sum <= 0) {
            return new double[0];
        }
        for (int k = 0; k < parts.length; k++) {
            shares[k] /= sum;
        }
        return shares;
    }

    /**
     * Takes in how a forecast did.
     *
     * @param forecast of this state, since which nothing was learned
     * @param x the value, raw
     */
    public void learn(Forecast forecast, double x) {
        if (!forecast.exists()) {
            return;
        }
        double y = Math.max(-Normalizer.LIMIT, Math.min(Normalizer.LIMIT, forecast.normalize(x)));
        double[] gains = new double[forecasters()];
        for (int k = 0; k < gains.length; k++) {
            gains[k] = forecast.density(k, y);
        }
        weigh(forecast, gains, 0);
        for (int k = 0; k < gains.length; k++) {
            gains[k] = Math.exp(-ETA * Math.min(forecast.error(k, y) / forecast.volatility(), LARGEST_LOSS));
        }
        weigh(forecast, gains, locating());
        for (int e = 0; e < Expert.COUNT; e++) {
            if (forecast.takesPart(cells + e)) {
                int at = errors() + e;
                state[at] += (float) ((forecast.error(cells + e, y) - state[at]) * ERROR_RATE);
            }
        }
        if (forecast.known().length > 0) {
            regression.learn(forecast.known(), y);
        }
        state[below()] = moved(state[below()], x < forecast.lower());
        state[above()] = moved(state[above()], x > forecast.upper());
    }

    /** Goes on to the next value as if this forecast had come true, learning nothing: a copy that looks further ahead. */
    public void pass(Forecast forecast) {
        if (forecast.known().length > 0) {
            regression.pass(forecast.known());
        }
    }

    /** @param gains factors of the weights; not read of one that takes no part. Where all are 0, nobody was better. */
    private void weigh(Forecast forecast, double[] gains, int from) {
        double before = 0;
        double after = 0;
        for (int k = 0; k < gains.length; k++) {
            if (forecast.takesPart(k)) {
                before += state[from + k];
                gains[k] *= state[from + k];
                after += gains[k];
            }
        }
        for (int k = 0; k < gains.length; k++) {
            double kept = forecast.takesPart(k) && after > 0 ? gains[k] / after * before : state[from + k];
            state[from + k] = (float) ((1 - SHARE) * kept + SHARE / gains.length);
        }
    }

    private static float moved(float q, boolean missed) {
        return (float) Math.max(NARROWEST, Math.min(WIDEST, q + GAMMA * ((missed ? 1 : 0) - MISSES)));
    }

    /**
     * This state for other cells; one that is new counts as much as the average.
     *
     * @param before for each of the other cells its place among these, below zero for a new one
     */
    public ForecastState with(int[] before) {
        ForecastState other = new ForecastState(before.length, fresh(before.length).state, regression.copy());
        System.arraycopy(state, errors(), other.state, other.errors(), state.length - errors());
        take(before, 0, other, 0);
        take(before, locating(), other, other.locating());
        return other;
    }

    private void take(int[] before, int from, ForecastState other, int to) {
        double sum = 0;
        for (int k = 0; k < other.forecasters(); k++) {
            int known = k >= before.length ? cells + k - before.length : before[k];
            other.state[to + k] = known < 0 ? 1f / other.forecasters() : state[from + known];
            sum += other.state[to + k];
        }
        for (int k = 0; k < other.forecasters(); k++) {
            other.state[to + k] /= (float) sum;
        }
    }

    /** A deep copy. */
    public ForecastState copy() {
        return new ForecastState(cells, state.clone(), regression.copy());
    }

    public void write(DataOutput out) throws IOException {
        for (float number : state) {
            out.writeFloat(number);
        }
        regression.write(out);
    }

    /** @param cells as many as it was written with */
    public static ForecastState read(DataInput in, int cells) throws IOException {
        float[] state = new float[size(cells)];
        for (int i = 0; i < state.length; i++) {
            state[i] = in.readFloat();
        }
        return new ForecastState(cells, state, Regression.read(in));
    }

    /** Size of the state, as {@link #write} makes it. */
    public long bytes() {
        return (long) state.length * Float.BYTES + regression.bytes();
    }
}
