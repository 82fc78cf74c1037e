package io.lookback.benchmark;

/**
 * A least-squares fit.
 *
 * @param determination share of the variance that the line explains, R squared, 0..1
 */
record StraightLine(double intercept, double slope, double determination) {

    static StraightLine through(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return new StraightLine(meanY - xy / xx * meanX, xy / xx, xy * xy / (xx * yy));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
