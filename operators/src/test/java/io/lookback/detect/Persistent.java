package io.lookback.detect;

import io.lookback.forecast.Forecast;
import io.lookback.normalise.Channel;
import io.lookback.score.Persistence;
import java.util.ArrayList;
import java.util.List;

/** Forecasts without a model. */
final class Persistent {

    private final List<Persistence> channels = new ArrayList<>();

    Persistent(int features) {
        for (int f = 0; f < features; f++) {
            channels.add(new Persistence());
        }
    }

    /** For the next record; none for a channel whose value is missing. */
    List<Forecast> ahead(double[] values, List<Channel> known) {
        List<Forecast> forecasts = new ArrayList<>();
        for (int f = 0; f < values.length; f++) {
            boolean missing = Double.isNaN(values[f]);
            forecasts.add(
                    missing
                            ? Forecast.NONE
                            : channels.get(f).ahead(values[f], known.get(f).normaliser()));
        }
        return forecasts;
    }
}
