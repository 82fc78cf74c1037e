package io.lookback.wire;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
 * @param skipDeletes whether records that say that a row of a database was deleted are no data, and no errors either
 */
public record Mapping(
        List<FieldPath> series,
        @Nullable FieldPath time,
        TimeFormat timeFormat,
        Duration maxAhead,
        List<FieldPath> values,
        boolean keepBytes,
        boolean skipDeletes)
        implements Serializable {

    /** How Debezium wraps a row, with the schema beside it or without. */
    private static final List<List<String>> ENVELOPES = List.of(List.of("after"), List.of("payload", "after"));

    /** Deletes are skipped where the fields lie in envelopes of a change stream. */
    public Mapping(
            List<FieldPath> series,
            @Nullable FieldPath time,
            TimeFormat timeFormat,
            Duration maxAhead,
            List<FieldPath> values,
            boolean keepBytes) {
        this(series, time, timeFormat, maxAhead, values, keepBytes, ofEnvelopes(series, time, values));
    }

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
        return new Mapping(series, time, timeFormat, maxAhead, paths, keepBytes, skipDeletes);
    }

    /** The same mapping, which skips deletes or not. */
    public Mapping withDeletes(boolean skip) {
        return new Mapping(series, time, timeFormat, maxAhead, values, keepBytes, skip);
    }

    private static boolean ofEnvelopes(List<FieldPath> series, @Nullable FieldPath time, List<FieldPath> values) {
        return Stream.of(series, values, time == null ? List.<FieldPath>of() : List.of(time))
                .flatMap(List::stream)
                .anyMatch(path -> ENVELOPES.stream().anyMatch(path::beginsWith));
    }

    /** Whether a record says that a row was deleted, or a whole table emptied. */
    static boolean deletes(Object record) {
        return ENVELOPES.stream().anyMatch(after -> deletes(record, after))
                || "true".equals(String.valueOf(new FieldPath(List.of("__deleted")).in(record)));
    }

    private static boolean deletes(Object record, List<String> after) {
        List<String> op = new ArrayList<>(after);
        op.set(op.size() - 1, "op");
        Object what = new FieldPath(op).in(record);
        return what != null
                && (what.toString().equals("d") || what.toString().equals("t"))
                && new FieldPath(after).in(record) == null;
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
