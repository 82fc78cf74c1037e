package io.lookback.wire;

import io.lookback.event.MultiStepForecast;
import io.lookback.event.Values;
import io.lookback.schema.avro.ForecastPath;
import io.lookback.schema.avro.ForecastRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Multi-step forecasts as Avro records. */
final class AvroForecasts {

    private AvroForecasts() {}

    static ForecastRecord of(MultiStepForecast forecast) {
        return new ForecastRecord(
                forecast.id(),
                forecast.series(),
                Instant.ofEpochMilli(forecast.made()),
                forecast.interval(),
                forecast.model(),
                forecast.features().stream().map(AvroForecasts::path).toList());
    }

    private static ForecastPath path(MultiStepForecast.Path path) {
        return new ForecastPath(path.name(), numbers(path.expected()), numbers(path.lower()), numbers(path.upper()));
    }

    private static List<@Nullable Double> numbers(Values values) {
        List<@Nullable Double> numbers = new ArrayList<>(values.size());
        for (int step = 0; step < values.size(); step++) {
            numbers.add(Double.isFinite(values.at(step)) ? (Double) values.at(step) : null);
        }
        return numbers;
    }
}
