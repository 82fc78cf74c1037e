package io.lookback.score;

import io.lookback.cell.Prediction;
import io.lookback.forecast.Forecast;
import io.lookback.normalise.Normaliser;

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
     * @param normaliser as it was before the value
     */
    public Forecast ahead(double x, Normaliser normaliser) {
        double before = last;
        last = x;
        if (Double.isNaN(before)) {
            return Forecast.NONE;
        }
        double expected = normaliser.normalise(before);
        Forecast forecast = Forecast.of(new Prediction(expected, wobble + SMALLEST_SCALE), normaliser.units());
        wobble += (Math.abs(normaliser.normalise(x) - expected) - wobble) / MEMORY;
        return forecast;
    }
}
