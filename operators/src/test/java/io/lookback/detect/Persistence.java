package io.lookback.detect;

import io.lookback.cell.Prediction;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import io.lookback.score.Forecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The next value is the last one, give or take what it moved lately. */
final class Persistence implements Forecaster {

    private static final double MEMORY = 100;

    private final double[] last;
    private final double[] wobble;

    Persistence(int features) {
        last = new double[features];
        wobble = new double[features];
        Arrays.fill(last, Double.NaN);
    }

    @Override
    public List<Forecast> ahead(long time, double[] values, List<Channel> channels, Calendar calendar) {
        List<Forecast> forecasts = new ArrayList<>();
        for (int f = 0; f < values.length; f++) {
            forecasts.add(Double.isNaN(values[f]) ? Forecast.NONE : ahead(f, values[f], channels.get(f)));
        }
        return forecasts;
    }

    private Forecast ahead(int f, double value, Channel channel) {
        double before = last[f];
        last[f] = value;
        if (Double.isNaN(before)) {
            return Forecast.NONE;
        }
        double expected = channel.normaliser().normalise(before);
        Forecast forecast = Forecast.of(new Prediction(expected, wobble[f] + 1e-3));
        double moved = Math.abs(channel.normaliser().normalise(value) - expected);
        wobble[f] += (moved - wobble[f]) / MEMORY;
        return forecast;
    }
}
