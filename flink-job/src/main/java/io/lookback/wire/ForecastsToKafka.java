package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Multi-step forecasts keyed by their series. A smaller form has half of the steps, and so on. */
public final class ForecastsToKafka extends ToKafka<MultiStepForecast> {

    private static final long serialVersionUID = 1;

    /** A forecast comes from no record alone. */
    private static final int NOWHERE = -1;

    public ForecastsToKafka(String topic, TopicLimits limits, OutputFormat format) {
        super(topic, limits, format.forecasts(topic), Schemas.forecast());
    }

    @Override
    String key(MultiStepForecast forecast) {
        return forecast.series();
    }

    @Override
    String id(MultiStepForecast forecast) {
        return forecast.id();
    }

    @Override
    long time(MultiStepForecast forecast) {
        return forecast.made();
    }

    @Override
    Optional<MultiStepForecast> smaller(MultiStepForecast forecast) {
        return forecast.horizon() <= 1 ? Optional.empty() : Optional.of(first(forecast, forecast.horizon() / 2));
    }

    @Override
    MultiStepForecast smallest(MultiStepForecast forecast) {
        return forecast.horizon() <= 1 ? forecast : first(forecast, 1);
    }

    @Override
    String lacks(MultiStepForecast forecast, MultiStepForecast smaller) {
        return "steps";
    }

    /** The numbers of a step are counted as characters, too. */
    @Override
    long chars(MultiStepForecast smallest) {
        long chars = 3L * smallest.series().length() + smallest.model().length();
        for (MultiStepForecast.Path path : smallest.features()) {
            chars += path.name().length() + 150;
        }
        return chars;
    }

    @Override
    Rejection rejection(MultiStepForecast forecast, String message) {
        Payload payload = new Payload(
                Bytes.wrap(forecast.series().getBytes(StandardCharsets.UTF_8)),
                Bytes.wrap(value(smallest(forecast))),
                List.of(),
                forecast.made());
        return new Rejection(
                new Origin(topic(), NOWHERE, NOWHERE), payload, Rejection.Reason.TOO_LARGE, "Forecast " + message);
    }

    private static MultiStepForecast first(MultiStepForecast forecast, int steps) {
        return new MultiStepForecast(
                forecast.series(),
                forecast.made(),
                forecast.interval(),
                forecast.model(),
                forecast.features().stream().map(path -> path.first(steps)).toList());
    }
}
