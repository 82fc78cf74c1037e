package io.lookback.forecast;

import io.lookback.cell.Prediction;
import io.lookback.event.ForecasterWeight;
import io.lookback.normalize.Units;
import java.util.ArrayList;
import java.util.List;

/**
 * The predictive distribution of one feature's next value, asked in raw units: a mixture of Student t distributions with
 * 4 degrees of freedom, one of each forecaster, with the weights that {@link ForecastState} learned; and a band, either
 * end moved out or in by the factor that makes it hold what it promises.
 *
 * <p>The band changes the tails alone. A mixture that gives p to the values beyond y, p below {@value #TAIL}, gives them
 * {@code TAIL (p / TAIL)^c} in the end, with the c of each side that leaves {@value #OUTSIDE} beyond the band. Stretching
 * the whole distribution to the band's width would spoil it: its CRPS was .80 of the last value's error, and not .56.
 *
 * <p>Nothing changes it, and it stays what it was when the channel goes on.
 */
public final class Forecast {

    static final double[] NOTHING = {};

    /** Where there is nothing to expect anything from: a channel's first value, a missing value. */
    public static final Forecast NONE =
            new Forecast(new Units(0, 1), new Prediction[0], NOTHING, NOTHING, NOTHING, 1, 1, 1);

    /** Probability on either side of the band: 99 % of the values lie in it. */
    static final double OUTSIDE = 0.005;
    /** Probability on either side from which on the tail begins. */
    private static final double TAIL = 0.1;
    /** Of {@link #TAIL}, the most that a band may leave outside. */
    private static final double MOST_OUTSIDE = 0.7 * TAIL;

    private final Units units;
    private final Prediction[] parts;
    private final double[] known;
    private final double[] weights;
    private final double[] locating;
    private final double location;
    private final Mixture mixture;
    private final double mean;
    private final double volatility;
    private final double lower;
    private final double upper;
    /** By how much all of it is moved, normalized; the parts, their weights and the band are told without it. */
    private final double shift;

    /**
     * @param parts of the forecasters, normalized; {@link Prediction#NONE} of one that takes no part
     * @param known to the {@link Regression}; empty if it takes no part
     * @param weights of the forecasters in the distribution, summing to 1; 0 for one that takes no part
     * @param locating likewise, in the expected value
     * @param volatility how much the channel moves from value to value, normalized
     * @param stretchBelow distance of the band's lower end from the mean, in that of the mixture's own quantile
     * @param stretchAbove likewise, of its upper end
     */
    Forecast(
            Units units,
            Prediction[] parts,
            double[] known,
            double[] weights,
            double[] locating,
            double volatility,
            double stretchBelow,
            double stretchAbove) {
        this.units = units;
        this.parts = parts;
        this.known = known;
        this.weights = weights;
        this.locating = locating;
        this.location = Mixture.mean(parts, locating);
        this.mixture = new Mixture(parts, weights);
        this.mean = mixture.mean();
        this.volatility = volatility;
        this.lower = exists() ? mean - stretchBelow * (mean - mixture.end(-1)) : Double.NaN;
        this.upper = exists() ? mean + stretchAbove * (mixture.end(1) - mean) : Double.NaN;
        this.shift = 0;
    }

    private Forecast(Forecast other, double shift) {
        this.units = other.units;
        this.parts = other.parts;
        this.known = other.known;
        this.weights = other.weights;
        this.locating = other.locating;
        this.location = other.location;
        this.mixture = other.mixture;
        this.mean = other.mean;
        this.volatility = other.volatility;
        this.lower = other.lower;
        this.upper = other.upper;
        this.shift = shift;
    }

    /**
     * This forecast with the expected value, the band and the distribution moved. What its forecasters are judged by stays.
     *
     * @param shift normalized, in place of any before
     */
    Forecast shifted(double shift) {
        return new Forecast(this, shift);
    }

    /** What one cell alone expects, as it says. */
    public static Forecast of(Prediction prediction, Units units) {
        double[] alone = {1};
        return prediction.usable()
                ? new Forecast(units, new Prediction[] {prediction}, NOTHING, alone, alone, 1, 1, 1)
                : NONE;
    }

    /** Whether anything is expected. */
    public boolean exists() {
        return parts.length > 0;
    }

    /** The expected value; NaN while there is none. */
    public double expected() {
        return exists() ? units.denormalize(location + shift) : Double.NaN;
    }

    /** Lower end of the band in which 99 % of the values are expected; NaN while there is none. */
    public double lower() {
        return exists() ? units.denormalize(lower + shift) : Double.NaN;
    }

    /** Upper end of that band. */
    public double upper() {
        return exists() ? units.denormalize(upper + shift) : Double.NaN;
    }

    /** Probability of a value as low as this one or lower, 0..1; 1 while nothing is expected. */
    public double below(double x) {
        return exists() ? beyond(units.normalize(x) - shift, -1) : 1;
    }

    /** Probability of a value as high as this one or higher, 0..1; 1 while nothing is expected. */
    public double above(double x) {
        return exists() ? beyond(units.normalize(x) - shift, 1) : 1;
    }

    /** Probability of a value as far out as this one, on either side, 0..1; 1 while nothing is expected. */
    public double tail(double x) {
        return Math.min(1, 2 * Math.min(below(x), above(x)));
    }

    /** How many of its own scales a value lies from each forecaster's mean, on average; 0 while nothing is expected. */
    public double deviation(double x) {
        double y = units.normalize(x) - shift;
        double sum = 0;
        for (int k = 0; k < parts.length; k++) {
            sum += weights[k] > 0 ? weights[k] * error(k, y) / parts[k].scale() : 0;
        }
        return Double.isFinite(sum) ? sum : 0;
    }

    /** Logarithm of the density of a value, in normalized units, by the mixture: nearly all values lie where the band changes nothing. */
    public double logDensity(double x) {
        double y = units.normalize(x) - shift;
        double density = 0;
        for (int k = 0; k < parts.length; k++) {
            density += weights[k] > 0 ? weights[k] * density(k, y) : 0;
        }
        return Math.log(Math.max(density, Double.MIN_NORMAL));
    }

    /**
     * How much each forecaster counts in the expected value, cells first, without those that expect nothing. The expected
     * value is the mean of theirs in normalized units.
     *
     * @param cells names of the cells, in the order of their predictions
     */
    public List<ForecasterWeight> weights(List<String> cells) {
        List<ForecasterWeight> named = new ArrayList<>(parts.length);
        for (int k = 0; k < parts.length; k++) {
            if (takesPart(k)) {
                String name = k < cells.size() ? cells.get(k) : Expert.at(k - cells.size()).title;
                named.add(new ForecasterWeight(name, locating[k], units.denormalize(parts[k].mean())));
            }
        }
        return named;
    }

    double[] known() {
        return known;
    }

    boolean takesPart(int forecaster) {
        return weights[forecaster] > 0;
    }

    /** How much a forecaster counts in the distribution; 0 if it takes no part. */
    double weight(int forecaster) {
        return weights[forecaster];
    }

    double error(int forecaster, double y) {
        return Math.abs(y - parts[forecaster].mean());
    }

    double density(int forecaster, double y) {
        Prediction part = parts[forecaster];
        return StudentT4.density((y - part.mean()) / part.scale()) / part.scale();
    }

    double volatility() {
        return volatility;
    }

    /** The expected value without {@link #shifted}, normalized. */
    double location() {
        return location;
    }

    /** Scale of the forecasters, on average, normalized. */
    double scale() {
        double sum = 0;
        for (int k = 0; k < parts.length; k++) {
            sum += weights[k] > 0 ? weights[k] * parts[k].scale() : 0;
        }
        return sum;
    }

    double normalize(double x) {
        return units.normalize(x);
    }

    /** @param side 1 for the probability above {@code y}, -1 for that below */
    private double beyond(double y, int side) {
        return side * (y - mean) < 0
                ? 1 - calibrated(mixture.mass(y, -side), -side)
                : calibrated(mixture.mass(y, side), side);
    }

    private double calibrated(double mass, int side) {
        if (mass >= TAIL) {
            return mass;
        }
        double outside = Math.min(mixture.mass(side < 0 ? lower : upper, side), MOST_OUTSIDE);
        return TAIL * Math.pow(mass / TAIL, Math.log(OUTSIDE / TAIL) / Math.log(outside / TAIL));
    }
}
