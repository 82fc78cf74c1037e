package io.lookback.benchmark.forecast;

import io.lookback.cell.Prediction;
import io.lookback.cli.skill.Moment;
import io.lookback.normalize.CellInput;
import java.util.Locale;
import java.util.function.Supplier;

/** A simple method that forecasts one track: it knows the values so far, normalized as they came. */
abstract class Baseline {

    private static final double ERROR_RATE = 1.0 / 32;
    private static final double SMALLEST_SCALE = 1e-3;

    private double error = 1;

    /** Those there are. */
    enum Kind {
        LAST(Last::new),
        SEASONAL_DAY(SeasonalNaive::ofDay),
        SEASONAL_FOUND(SeasonalNaive::ofFoundPeriod),
        AR8_RLS(AutoRegression::new),
        SMOOTHING(Smoothing::new);

        private final Supplier<Baseline> fresh;

        Kind(Supplier<Baseline> fresh) {
            this.fresh = fresh;
        }

        Baseline fresh() {
            return fresh.get();
        }

        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Its forecast as a Student t whose scale is the mean absolute error of about 32 forecasts. */
    final Prediction ahead(Moment moment) {
        return new Prediction(mean(moment), error + SMALLEST_SCALE);
    }

    /** Takes in the value that the forecast was for. */
    final void learn(Moment moment, double y) {
        error += (Math.abs(y - mean(moment)) - error) * ERROR_RATE;
        take(moment, y);
    }

    /** Normalized; changes nothing. */
    abstract double mean(Moment moment);

    abstract void take(Moment moment, double y);

    private static final class Last extends Baseline {

        @Override
        double mean(Moment moment) {
            return moment.input()[CellInput.Y];
        }

        @Override
        void take(Moment moment, double y) {}
    }
}
