package io.lookback.event;

import java.util.Locale;

/**
 * One decoded record: the values of a series at an instant.
 *
 * @param time event-time ms since the epoch
 * @param payload the original bytes, {@link Payload#NONE} where the source keeps none
 */
public record Observation(String series, long time, Features features, Values values, Origin origin, Payload payload) {

    public Observation {
        if (features.size() != values.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Record %s of series '%s' names %d features and carries %d values",
                    origin.id(),
                    series,
                    features.size(),
                    values.size()));
        }
        for (int feature = 0; feature < values.size(); feature++) {
            if (Double.isInfinite(values.at(feature))) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Record %s of series '%s' carries %s in feature '%s'",
                        origin.id(),
                        series,
                        values.at(feature),
                        features.names().get(feature)));
            }
        }
    }
}
