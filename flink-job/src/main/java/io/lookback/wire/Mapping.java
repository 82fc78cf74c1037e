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
 * @param skipDeletes whether records that say that a row of a database was deleted are neither data nor errors
 * @param points where they lie in a record that holds several
 */
public record Mapping(
        List<Field> series,
        @Nullable Field time,
        TimeFormat timeFormat,
        Duration maxAhead,
        List<Field> values,
        boolean keepBytes,
        boolean skipDeletes,
        Points points)
        implements Serializable {

    /** How Debezium wraps a row, with the schema beside it or without. */
    private static final List<List<String>> ENVELOPES = List.of(List.of("after"), List.of("payload", "after"));

    /** What Debezium adds to a flattened row, with the schema beside it or without. */
    private static final List<FieldPath> DELETED =
            List.of(FieldPath.ofNames(List.of("__deleted")), FieldPath.ofNames(List.of("payload", "__deleted")));

    /** Deletes are skipped where the fields lie in envelopes of a change stream. */
    public Mapping(
            List<Field> series,
            @Nullable Field time,
            TimeFormat timeFormat,
            Duration maxAhead,
            List<Field> values,
            boolean keepBytes) {
        this(series, time, timeFormat, maxAhead, values, keepBytes, Points.NONE);
    }

    /** The same for records that may hold several points. */
    public Mapping(
            List<Field> series,
            @Nullable Field time,
            TimeFormat timeFormat,
            Duration maxAhead,
            List<Field> values,
            boolean keepBytes,
            Points points) {
        this(series, time, timeFormat, maxAhead, values, keepBytes, ofEnvelopes(series, time, values), points);
    }

    public Mapping {
        series = List.copyOf(series);
        values = List.copyOf(values);
        requireKnownArrays(series, time, values, points.fields());
        if (maxAhead.isNegative()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Time may lie %s ahead: give zero or more", maxAhead));
        }
    }

    /** The same mapping with these value fields. */
    Mapping withValues(List<Field> paths) {
        return new Mapping(series, time, timeFormat, maxAhead, paths, keepBytes, skipDeletes, points);
    }

    /** The same mapping, which skips deletes or not. */
    public Mapping withDeletes(boolean skip) {
        return new Mapping(series, time, timeFormat, maxAhead, values, keepBytes, skip, points);
    }

    /** The same mapping of each of a record's points. */
    Mapping exploded(Points each) {
        return new Mapping(series, time, timeFormat, maxAhead, values, keepBytes, skipDeletes, each);
    }

    /**
     * Where the points of a record lie that holds several.
     *
     * @param fields arrays of points; empty if a record is one observation
     * @param most of one record
     */
    public record Points(List<Field> fields, int most) implements Serializable {

        /** A record is one observation. */
        public static final Points NONE = new Points(List.of(), DecoderSpec.MAX_POINTS);

        public Points {
            fields = fields.stream().map(Points::ofEach).toList();
        }

        /** A path to an array means its elements. */
        private static Field ofEach(Field field) {
            return new Field(field.paths().stream().map(Points::ofEach).toList(), field.optional(), field.name());
        }

        private static FieldPath ofEach(FieldPath path) {
            List<PathElement> steps = new ArrayList<>(path.steps());
            if (path.depth() < steps.size()) {
                steps.add(new PathElement.Each());
            }
            return new FieldPath(steps);
        }
    }

    /** A path through the elements of an array says nothing unless the points lie in them. */
    private static void requireKnownArrays(
            List<Field> series, @Nullable Field time, List<Field> values, List<Field> explode) {
        Stream.of(series, values, time == null ? List.<Field>of() : List.of(time))
                .flatMap(List::stream)
                .flatMap(field -> field.paths().stream())
                .map(path -> path.ofAllNumbers() && path.parent() != null ? path.parent() : path)
                .filter(path -> path.depth() > 0 && !onTheWay(path, explode))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "Path '%s' names each element of an array, and input.explode is %s: name the same array there",
                            path,
                            explode.isEmpty() ? "not set" : explode));
                });
    }

    private static boolean onTheWay(FieldPath path, List<Field> explode) {
        List<PathElement> way = path.steps().subList(0, path.depth());
        return explode.stream()
                .flatMap(field -> field.paths().stream())
                .anyMatch(points -> points.steps().size() >= way.size()
                        && points.steps().subList(0, way.size()).equals(way));
    }

    private static boolean ofEnvelopes(List<Field> series, @Nullable Field time, List<Field> values) {
        return Stream.of(series, values, time == null ? List.<Field>of() : List.of(time))
                .flatMap(List::stream)
                .flatMap(field -> field.paths().stream())
                .anyMatch(path -> ENVELOPES.stream().anyMatch(path::beginsWith));
    }

    /** Whether a record says that a row was deleted, or a whole table emptied. */
    static boolean deletes(Object record) {
        return ENVELOPES.stream().anyMatch(after -> deletes(record, after)) || isDeletedRow(record);
    }

    /** Whether a record is a deleted row as it was, which would pass for data. */
    static boolean isDeletedRow(Object record) {
        for (FieldPath deleted : DELETED) {
            Object found = deleted.in(record);
            if (found != null && found.toString().equals("true")) {
                return true;
            }
        }
        return false;
    }

    private static boolean deletes(Object record, List<String> after) {
        List<String> op = new ArrayList<>(after);
        op.set(op.size() - 1, "op");
        Object what = FieldPath.ofNames(op).in(record);
        return what != null
                && (what.toString().equals("d") || what.toString().equals("t"))
                && FieldPath.ofNames(after).in(record) == null;
    }

    /** Every field that the mapping names. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>(series);
        if (time != null) {
            fields.add(time);
        }
        fields.addAll(values);
        return fields;
    }

    /** Whether each value field stands for one value: a star stands for any number, and so do fields that nobody named. */
    public boolean namesEachValue() {
        return !values.isEmpty()
                && values.stream().flatMap(field -> field.paths().stream()).noneMatch(FieldPath::ofAllNumbers);
    }

    /** Whether a field is part of the series or the time. */
    boolean identifies(List<String> names) {
        return series.stream().anyMatch(field -> field.is(names)) || time != null && time.is(names);
    }
}
