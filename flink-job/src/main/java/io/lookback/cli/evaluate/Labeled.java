package io.lookback.cli.evaluate;

import java.util.List;

/**
 * A series with its labels.
 *
 * @param events the anomalous rows; sorted, apart from each other
 */
public record Labeled(String name, Readings readings, List<Span> events) {

    public Labeled {
        events = List.copyOf(events);
    }
}
