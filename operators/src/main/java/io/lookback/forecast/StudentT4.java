package io.lookback.forecast;

/**
 * The standard Student t distribution with 4 degrees of freedom, in closed form: with {@code u = z / sqrt(4 + z^2)} its
 * distribution function is {@code 1/2 + u (3 - u^2) / 4}.
 */
final class StudentT4 {

    private static final double PEAK = 0.375;

    private StudentT4() {}

    /** More than zero wherever the scale is that of a float. */
    static double density(double z) {
        double t = 1 + z * z / 4;
        return PEAK / (t * t * Math.sqrt(t));
    }

    /** Probability of a value above {@code z}; keeps its digits far out, where {@code 1 - cdf} has none. */
    static double above(double z) {
        double root = Math.sqrt(4 + z * z);
        if (z < 0) {
            return 1 - above(-z);
        }
        double rest = 4 / (root * (root + z)); // 1 - u
        return rest * rest * (3 - rest) / 4;
    }

    /** Probability of a value below {@code z}. */
    static double below(double z) {
        return above(-z);
    }
}
