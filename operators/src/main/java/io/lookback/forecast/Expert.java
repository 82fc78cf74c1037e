package io.lookback.forecast;

import io.lookback.normalize.CellInput;

/** Forecasts that need no model: five numbers of what every cell reads, and a regression on them and the last values. */
enum Expert {
    /** The last value. */
    LAST("last") {
        @Override
        double mean(float[] input, double regressed) {
            return input[CellInput.Y];
        }
    },
    /** The usual value of the quarter of the day. */
    DAY("day") {
        @Override
        double mean(float[] input, double regressed) {
            return input[CellInput.NEXT_DAY_TRUST] > 0 ? input[CellInput.NEXT_DAY_PROFILE] : Double.NaN;
        }
    },
    /** The usual value of the hour of the week. */
    WEEK("week") {
        @Override
        double mean(float[] input, double regressed) {
            return input[CellInput.NEXT_WEEK_TRUST] > 0 ? input[CellInput.NEXT_WEEK_PROFILE] : Double.NaN;
        }
    },
    /** The exponential mean of about 8 values. */
    MEAN_8("mean-8") {
        @Override
        double mean(float[] input, double regressed) {
            return input[CellInput.EMA8_Y];
        }
    },
    /** The exponential mean of about 64 values. */
    MEAN_64("mean-64") {
        @Override
        double mean(float[] input, double regressed) {
            return input[CellInput.EMA64_Y];
        }
    },
    /** A {@link Regression}. */
    REGRESSION("regression") {
        @Override
        double mean(float[] input, double regressed) {
            return regressed;
        }
    };

    private static final Expert[] ALL = values();

    static final int COUNT = ALL.length;

    /** As scores name it. */
    final String title;

    Expert(String title) {
        this.title = title;
    }

    static Expert at(int place) {
        return ALL[place];
    }

    /**
     * Normalized; NaN while there is nothing to tell it from.
     *
     * @param input as {@link CellInput} says
     * @param regressed what the regression expects
     */
    abstract double mean(float[] input, double regressed);
}
