package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Moment;
import io.lookback.normalize.CellInput;

/** Eight lags and a constant, fitted by recursive least squares that forget slowly. */
final class AutoRegression extends Baseline {

    private static final int LAGS = 8;
    private static final int SIZE = LAGS + 1;
    private static final double FORGETTING = 0.9995;
    private static final double PRIOR = 10;

    private final double[] lags = new double[SIZE];
    private final double[] weights = new double[SIZE];
    private final double[][] covariance = new double[SIZE][SIZE];

    AutoRegression() {
        lags[LAGS] = 1;
        weights[0] = 1;
        for (int i = 0; i < SIZE; i++) {
            covariance[i][i] = PRIOR;
        }
    }

    @Override
    double mean(Moment moment) {
        double mean = weights[0] * moment.input()[CellInput.Y];
        for (int i = 1; i < SIZE; i++) {
            mean += weights[i] * lags[i];
        }
        return Math.max(-6, Math.min(6, mean));
    }

    @Override
    void take(Moment moment, double y) {
        lags[0] = moment.input()[CellInput.Y];
        double[] gain = new double[SIZE];
        double spread = FORGETTING;
        double predicted = 0;
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                gain[i] += covariance[i][j] * lags[j];
            }
            spread += gain[i] * lags[i];
            predicted += weights[i] * lags[i];
        }
        for (int i = 0; i < SIZE; i++) {
            weights[i] += gain[i] / spread * (y - predicted);
            for (int j = 0; j < SIZE; j++) {
                covariance[i][j] = (covariance[i][j] - gain[i] * gain[j] / spread) / FORGETTING;
            }
        }
        for (int i = 0; i < SIZE; i++) {
            covariance[i][i] = Math.min(covariance[i][i], 1e4);
        }
        System.arraycopy(lags, 0, lags, 1, LAGS - 1);
    }
}
