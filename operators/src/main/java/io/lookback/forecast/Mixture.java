package io.lookback.forecast;

import io.lookback.cell.Prediction;

/** A mixture of Student t distributions with 4 degrees of freedom, normalized. */
final class Mixture {

    /** {@link Forecast#OUTSIDE} of the values of a standard Student t with 4 degrees of freedom lie above. */
    private static final double HALF_BAND = 4.604095;

    /** A weight from which the others do not matter to the band. */
    private static final double ALONE = 0.9999;

    private static final int MOST_STEPS = 60;
    /** Every so many steps the interval is halved: beside a narrow peak Newton's are short. */
    private static final int HALVED = 4;
    /** Distance from the probability wanted, as a share of it, from which one more step is the last. */
    private static final double CLOSE = 1e-3;

    private final Prediction[] parts;
    private final double[] weights;

    /** @param weights of the parts, summing to 1; 0 for one that takes no part */
    Mixture(Prediction[] parts, double[] weights) {
        this.parts = parts;
        this.weights = weights;
    }

    double mean() {
        return mean(parts, weights);
    }

    static double mean(Prediction[] parts, double[] shares) {
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            sum += shares[k] > 0 ? shares[k] * parts[k].mean() : 0;
        }
        return sum;
    }

    /** @param side 1 for the probability above {@code y}, -1 for that below */
    double mass(double y, int side) {
        double mass = 0;
        for (int k = 0; k < parts.length; k++) {
            mass += weights[k] > 0 ? weights[k] * StudentT4.above(side * (y - parts[k].mean()) / parts[k].scale()) : 0;
        }
        return mass;
    }

    /**
     * The value that {@link Forecast#OUTSIDE} of the mixture lies beyond, between the least and the most of its parts'
     * own. The tail of a part falls with the fourth power of the distance, so {@code mass^(-1/4)} is nearly a line, and
     * Newton's method along it mostly needs two steps; one that leads out of what is known to enclose the end is replaced
     * by a halving.
     *
     * @param side 1 for the upper end, -1 for the lower one
     */
    double end(int side) {
        double nearest = Double.POSITIVE_INFINITY;
        double farthest = Double.NEGATIVE_INFINITY;
        double fourths = 0;
        double mean = mean();
        for (int k = 0; k < parts.length; k++) {
            if (weights[k] > 0) {
                double own = side * parts[k].mean() + HALF_BAND * parts[k].scale();
                if (weights[k] > ALONE) {
                    return side * own;
                }
                nearest = Math.min(nearest, own);
                farthest = Math.max(farthest, own);
                double beyond = Math.max(0, own - side * mean);
                fourths += weights[k] * beyond * beyond * beyond * beyond;
            }
        }
        double start = side * mean + Math.sqrt(Math.sqrt(fourths));
        return side * end(side, nearest, farthest, Math.max(nearest, Math.min(farthest, start)));
    }

    /** With all values mirrored for the lower end. */
    private double end(int side, double nearest, double farthest, double start) {
        double from = nearest;
        double to = farthest;
        double y = start;
        for (int step = 1; step < MOST_STEPS; step++) {
            double mass = 0;
            double density = 0;
            for (int k = 0; k < parts.length; k++) {
                if (weights[k] > 0) {
                    double scale = 1 / parts[k].scale();
                    double z = (y - side * parts[k].mean()) * scale;
                    double root = 1 / Math.sqrt(4 + z * z);
                    double u = z * root;
                    mass += weights[k] * (2 - u * (3 - u * u)) / 4;
                    density += weights[k] * scale * 12 * root * root * root * root * root;
                }
            }
            if (mass > Forecast.OUTSIDE) {
                from = y;
            } else {
                to = y;
            }
            double excess = mass / Forecast.OUTSIDE;
            double next = y + 4 * mass * (Math.sqrt(Math.sqrt(excess)) - 1) / density;
            boolean inside = next >= from && next <= to;
            if (inside && Math.abs(excess - 1) < CLOSE) {
                return next;
            }
            y = inside && step % HALVED != 0 ? next : (from + to) / 2;
        }
        return y;
    }
}
