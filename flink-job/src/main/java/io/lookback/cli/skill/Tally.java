package io.lookback.cli.skill;

import io.lookback.forecast.Forecast;

/**
 * How well the forecasts of one track did after its first fifth.
 *
 * <p>CRPS: Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, 2007; of every fourth value,
 * by trapezoids. Interval score: the same, section 6.2, of the 99 % band. Both in normalized units, as the density is;
 * the error in raw ones.
 */
public final class Tally {

    private static final double ALPHA = 0.01;
    private static final int CRPS_EVERY = 4;
    private static final int STEPS = 48;

    private final int from;
    private long values;
    private long crpsValues;
    private double error;
    private double lastError;
    private double likelihood;
    private double crps;
    private double crpsLast;
    private double held;
    private double interval;

    public Tally(Track track) {
        this.from = Math.max(1, track.length() / 5);
    }

    /** @param interval mean interval score of the 99 % band, in normalized units */
    public record Figures(double error, double likelihood, double crps, double held, double interval) {}

    public void add(Moment moment, Forecast forecast, double x) {
        if (moment.row() < from || !forecast.exists()) {
            return;
        }
        values++;
        error += Math.abs(x - forecast.expected());
        lastError += Math.abs(x - moment.last());
        likelihood += forecast.logDensity(moment.units().denormalize(moment.normalized(x)));
        held += x >= forecast.lower() && x <= forecast.upper() ? 1 : 0;
        double y = moment.normalized(x);
        double lower = moment.normalized(forecast.lower());
        double upper = moment.normalized(forecast.upper());
        interval += upper - lower + 2 / ALPHA * (Math.max(0, lower - y) + Math.max(0, y - upper));
        if (values % CRPS_EVERY == 0) {
            crpsValues++;
            crps += crps(moment, forecast, y);
            crpsLast += Math.abs(y - moment.normalized(moment.last()));
        }
    }

    private static double crps(Moment moment, Forecast forecast, double y) {
        double middle = moment.normalized(forecast.expected());
        double reach = Math.max(1e-9, moment.normalized(forecast.upper()) - moment.normalized(forecast.lower())) / 20;
        double sum = 0;
        double before = 0;
        double massBefore = 0;
        for (int step = 0; step <= STEPS; step++) {
            double u = middle + reach * Math.sinh(8.0 * step / STEPS - 4);
            double mass = forecast.below(moment.units().denormalize(u));
            if (step > 0) {
                sum += area(before, massBefore, u, mass, y);
            } else {
                sum += Math.max(0, u - y);
            }
            before = u;
            massBefore = mass;
        }
        return sum + Math.max(0, y - before);
    }

    /** Under the squared difference between the distribution and the step at {@code y}. */
    private static double area(double a, double massA, double b, double massB, double y) {
        if (y <= a) {
            return (b - a) * (square(1 - massA) + square(1 - massB)) / 2;
        }
        if (y >= b) {
            return (b - a) * (square(massA) + square(massB)) / 2;
        }
        double mass = massA + (massB - massA) * (y - a) / (b - a);
        return (y - a) * (square(massA) + square(mass)) / 2 + (b - y) * (square(1 - mass) + square(1 - massB)) / 2;
    }

    private static double square(double x) {
        return x * x;
    }

    /** Error and CRPS as shares of the last value's error, the others for each value. */
    public Figures figures() {
        return new Figures(
                error / Math.max(lastError, Double.MIN_NORMAL),
                likelihood / Math.max(1, values),
                crps / Math.max(crpsLast, Double.MIN_NORMAL),
                held / Math.max(1, values),
                interval / Math.max(1, values));
    }
}
