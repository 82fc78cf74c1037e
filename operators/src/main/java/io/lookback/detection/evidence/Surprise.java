package io.lookback.detection.evidence;

import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * How wrong the forecast of a value was, in mean errors of that forecast:
 *
 * <pre>
 * r = |x - expected| / s,   s = running mean of |x - expected| over about a thousand records, or over as many as the
 *                               sample holds, whichever is larger, at least {@value Tuning#ERROR_FLOOR} deviations
 * </pre>
 *
 * <p>Expected is what the cells expect. Where they expect nothing, it is how the nearest patches went on (Lorenz, J.
 * Atmospheric Sciences 26(4), 1969), which needs no training and adapts within a hundred records:
 *
 * <pre>
 * expected next = x + sum w (m_next - m_0) / sum w,   w = 1/(d^2 + d^2_min / 2)
 * </pre>
 *
 * <p>The error counts in its own running mean, not in the scale that the cells say: that ranks rows badly outside of
 * rhythms (VUS-PR of web metrics .18 and .13 less). The long mean remembers through a quiet weekend how wrong the forecasts
 * of a working day are. An error counts as {@value Tuning#ERROR_BOUND} mean ones at most.
 */
public final class Surprise implements Evidence {

    private final Sample sample;
    private final int continuation;
    private final int shortMean;
    private final int longMean;

    public Surprise(Layout layout, Sample sample) {
        this.sample = sample;
        continuation = layout.doubles(1);
        shortMean = layout.floats(1);
        longMean = layout.floats(1);
    }

    @Override
    public String name() {
        return "surprise";
    }

    @Override
    public double read(Moment moment) {
        if (moment.count < Tuning.FIRST) {
            return 0;
        }
        return against(Math.max(mean(moment, shortMean), mean(moment, longMean)), moment);
    }

    /**
     * The same in errors of the last thousand records alone. The severity is made of it: against the larger mean, that of
     * AIOPS ranks its rows worse (VUS-PR .013 less, standard error .006).
     */
    public double recent(Moment moment) {
        return moment.count < Tuning.FIRST ? 0 : against(mean(moment, shortMean), moment);
    }

    private double against(double mean, Moment moment) {
        return Math.min(error(moment) / Math.max(mean, floor(moment)), Tuning.MOST_SURPRISING);
    }

    private static double mean(Moment moment, int which) {
        return moment.block.floatAt(moment.at + which);
    }

    /** What is expected in place of the moment's value; {@link Double#NaN} at a feature's first one. */
    public double expected(Moment moment) {
        if (!Double.isNaN(moment.forecast) || moment.count == 0) {
            return moment.forecast;
        }
        return moment.first + moment.block.doubleAt(moment.at + continuation);
    }

    /** After a gap nothing was to be expected; then it is how far the value lies from those that were. */
    private double error(Moment moment) {
        if (moment.afterGap) {
            return moment.unit * Math.sqrt(moment.squares[0]);
        }
        return Double.isNaN(moment.forecast)
                ? Math.abs(moment.y - moment.block.doubleAt(moment.at + continuation))
                : Math.abs(moment.x - moment.forecast);
    }

    private static double floor(Moment moment) {
        return Tuning.ERROR_FLOOR * moment.deviation;
    }

    @Override
    public void learn(Moment moment) {
        if (moment.count > 0) {
            double error = error(moment);
            learnMean(moment, shortMean, error, Tuning.ERROR_RATE);
            learnMean(moment, longMean, error, 1 / Tuning.FORGETTING);
        }
        moment.block.putDouble(moment.at + continuation, moment.y + moment.unit * moves(moment));
    }

    private static void learnMean(Moment moment, int which, double error, double slowest) {
        double known = mean(moment, which);
        double most = moment.count > Tuning.ROBUST_FROM ? Tuning.ERROR_BOUND * known + 10 * floor(moment) : error;
        double mean = known + Math.max(slowest, 1.0 / moment.count) * (Math.min(error, most) - known);
        moment.block.putFloat(moment.at + which, Math.min(mean, Float.MAX_VALUE));
    }

    /** By how many steps the nearest patches went on, the nearer the more they count. */
    private double moves(Moment moment) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < moment.neighbors; i++) {
            double weight = 1 / (moment.squares[i] + 0.5 * moment.squares[0] + 1e-12);
            sum += weight * sample.continuation(moment, moment.nearest[i]);
            weights += weight;
        }
        return weights == 0 ? 0 : sum / weights;
    }
}
