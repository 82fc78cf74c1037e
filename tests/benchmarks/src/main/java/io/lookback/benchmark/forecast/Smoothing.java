package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Moment;
import io.lookback.normalize.CellInput;

/** Exponential smoothing, with the rate of nine that has erred least lately. */
final class Smoothing extends Baseline {

    private static final int RATES = 9;
    private static final double MEMORY = 0.005;

    private final double[] levels = new double[RATES];
    private final double[] errors = new double[RATES];

    private double level(int rate, Moment moment) {
        double share = (rate + 1.0) / (RATES + 1);
        return levels[rate] + share * (moment.input()[CellInput.Y] - levels[rate]);
    }

    @Override
    double mean(Moment moment) {
        int best = 0;
        for (int rate = 1; rate < RATES; rate++) {
            best = errors[rate] < errors[best] ? rate : best;
        }
        return level(best, moment);
    }

    @Override
    void take(Moment moment, double y) {
        for (int rate = 0; rate < RATES; rate++) {
            levels[rate] = level(rate, moment);
            errors[rate] += (Math.abs(y - levels[rate]) - errors[rate]) * MEMORY;
        }
    }
}
