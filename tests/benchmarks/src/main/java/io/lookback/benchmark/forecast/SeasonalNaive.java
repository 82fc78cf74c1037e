package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Moment;
import io.lookback.normalize.CellInput;

/** The value one period ago: a period of a day, or the one of the highest autocorrelation so far. */
final class SeasonalNaive extends Baseline {

    private static final long DAY_MS = 86_400_000;
    private static final int MEMORY = 2048;
    private static final int LONGEST = MEMORY / 2;
    private static final int SHORTEST = 4;
    /** Values between two looks for the period. */
    private static final int PATIENCE = 256;

    private final boolean found;
    private final double[] values = new double[MEMORY];
    private final long[] times = new long[MEMORY];
    private int count;
    private int period;

    private SeasonalNaive(boolean found) {
        this.found = found;
    }

    static SeasonalNaive ofDay() {
        return new SeasonalNaive(false);
    }

    static SeasonalNaive ofFoundPeriod() {
        return new SeasonalNaive(true);
    }

    @Override
    double mean(Moment moment) {
        return period > 0 && period <= count ? values[(count - period) % MEMORY] : moment.input()[CellInput.Y];
    }

    @Override
    void take(Moment moment, double y) {
        values[count % MEMORY] = y;
        times[count % MEMORY] = moment.time();
        count++;
        if (found && count % PATIENCE == 0) {
            period = highest();
        } else if (!found && period == 0 && moment.time() - times[0] >= DAY_MS) {
            period = count - 1 <= MEMORY ? count - 1 : 0;
        }
    }

    /** The lag of the highest autocorrelation beyond the first fall of it below zero; 0 if it never falls. */
    private int highest() {
        int known = Math.min(count, MEMORY);
        double mean = 0;
        for (int i = 0; i < known; i++) {
            mean += at(i, known) / known;
        }
        int best = 0;
        double highest = 0;
        boolean fell = false;
        for (int lag = SHORTEST; lag <= Math.min(LONGEST, known / 2); lag++) {
            double sum = 0;
            for (int i = lag; i < known; i++) {
                sum += (at(i, known) - mean) * (at(i - lag, known) - mean);
            }
            double correlation = sum / (known - lag);
            fell |= correlation < 0;
            if (fell && correlation > highest) {
                highest = correlation;
                best = lag;
            }
        }
        return best;
    }

    /** Oldest first. */
    private double at(int i, int known) {
        return values[(count - known + i) % MEMORY];
    }
}
