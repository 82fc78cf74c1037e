package io.lookback.score;

import io.lookback.cell.Prediction;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Normalizer;

/**
 * The forecast that needs no model: the next value of a channel is the last one, give or take what it moved lately. What
 * a cell has to be better than. Mutable, one channel.
 */
public final class Persistence {

    private static final double MEMORY = 100;
    private static final double SMALLEST_SCALE = 1e-3;

    private double last = Double.NaN;
    private double wobble;

    /**
     * What was to be expected of a value; then takes the value in.
     *
     * @param x raw, not missing
     * @param normalizer as it was before the value
     */
    public Forecast ahead(double x, Normalizer normalizer) {
        double before = last;
        last = x;
        if (Double.isNaN(before)) {
            return Forecast.NONE;
        }
        double expected = normalizer.normalize(before);
        Forecast forecast = Forecast.of(new Prediction(expected, wobble + SMALLEST_SCALE), normalizer.units());
        wobble += (Math.abs(normalizer.normalize(x) - expected) - wobble) / MEMORY;
        return forecast;
    }
}
