package io.lookback.wire;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a record of any shape becomes an observation.
 *
 * @param series the fields whose values, joined by {@code /}, name the series; empty for the Kafka key as UTF-8 text
 * @param time field of the event time; null for Kafka's own timestamp
 * @param timeFormat of the time field
 * @param maxAhead a record whose time lies further ahead of Kafka's own timestamp, or of the clock, is rejected: it
 *     would make all later records of its series late
 * @param values the fields of the values, in this order; one that holds an array stands for all its elements, one that
 *     holds a map for all its entries, and then all values are ordered by their names, since maps have no order; empty
 *     for every number in the record that is not part of the series or the time
 * @param keepBytes whether the original bytes travel with the observation, so that a record that turns out to be late
 *     or of another shape reaches the dead letters as it came
 */
public record Mapping(
        List<FieldPath> series,
        @Nullable FieldPath time,
        TimeFormat timeFormat,
        Duration maxAhead,
        List<FieldPath> values,
        boolean keepBytes)
        implements Serializable {

    public Mapping {
        series = List.copyOf(series);
        values = List.copyOf(values);
        if (maxAhead.isNegative()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Time may lie %s ahead: give zero or more", maxAhead));
        }
    }

    /** The same mapping with these value fields. */
    Mapping withValues(List<FieldPath> paths) {
        return new Mapping(series, time, timeFormat, maxAhead, paths, keepBytes);
    }

    /** Every field that the mapping names. */
    List<FieldPath> fields() {
        List<FieldPath> fields = new ArrayList<>(series);
        if (time != null) {
            fields.add(time);
        }
        fields.addAll(values);
        return fields;
    }

    /** Whether a field is part of the series or the time. */
    boolean identifies(FieldPath path) {
        return series.contains(path) || path.equals(time);
    }
}
