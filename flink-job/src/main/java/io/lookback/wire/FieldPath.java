package io.lookback.wire;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies in a record: names separated by dots, {@code \.} for a dot that belongs to a name, a number for an
 * element of an array, {@code [name=job]} for the element of an array whose field has that value, {@code []} or
 * {@code *} for each element. The same path works on a JSON object, an Avro record and a CSV row.
 *
 * <p>In a {@link Point} of a record that is exploded, a path that contains {@code []} begins at the record and means the
 * elements that the point lies in; any other is looked up in the point, then in the elements around it, up to the record.
 */
public record FieldPath(List<PathElement> steps) implements Serializable {

    public FieldPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty()
                || steps.stream()
                        .anyMatch(step -> step instanceof PathElement.Name name
                                && name.name().isEmpty())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Path '%s' has an empty step: separate names by single dots, such as host.cpu",
                    text(steps)));
        }
    }

    public static FieldPath parse(String text) {
        return new FieldPath(new PathParser(text).steps());
    }

    static FieldPath ofNames(List<String> names) {
        return new FieldPath(
                names.stream().<PathElement>map(PathElement.Name::of).toList());
    }

    /** Whether these names lie above it. */
    boolean beginsWith(List<String> first) {
        return steps.size() > first.size() && names(steps.subList(0, first.size()), first);
    }

    /** Whether the path is these names. */
    boolean is(List<String> names) {
        return steps.size() == names.size() && names(steps, names);
    }

    private static boolean names(List<PathElement> steps, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!(steps.get(i) instanceof PathElement.Name step && step.name().equals(names.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** The value at this path, null where the record has none. */
    @Nullable Object in(@Nullable Object record) {
        return record instanceof Point point ? point.find(this) : below(record, 0);
    }

    /** The value at the steps from this one on. */
    @Nullable Object below(@Nullable Object record, int from) {
        Object found = record;
        for (int i = from; i < steps.size() && found != null; i++) {
            found = steps.get(i).of(found);
        }
        return found;
    }

    /** The schema at this path, null where the schema has none. */
    @Nullable Schema in(Schema schema) {
        return below(schema, 0);
    }

    /** The schema at the steps from this one on. */
    @Nullable Schema below(Schema schema, int from) {
        Schema found = schema;
        for (PathElement step : steps.subList(from, steps.size())) {
            Schema inner = AvroSchemas.nonNull(found);
            found = switch (inner.getType()) {
                case RECORD -> {
                    Schema.Field field = step instanceof PathElement.Name name ? inner.getField(name.name()) : null;
                    yield field == null ? null : field.schema();
                }
                case MAP -> inner.getValueType();
                case ARRAY -> inner.getElementType();
                default -> null;
            };
            if (found == null) {
                return null;
            }
        }
        return AvroSchemas.nonNull(found);
    }

    /** How many steps there are up to the last {@code []}, with it; 0 without one. */
    int depth() {
        for (int i = steps.size(); i > 0; i--) {
            if (steps.get(i - 1) instanceof PathElement.Each) {
                return i;
            }
        }
        return 0;
    }

    /** Whether it ends with {@code *}: all numbers below. */
    boolean ofAllNumbers() {
        return depth() == steps.size();
    }

    /** All but its last step; null where it has no other. */
    @Nullable FieldPath parent() {
        return steps.size() == 1 ? null : new FieldPath(steps.subList(0, steps.size() - 1));
    }

    /** What is behind the last {@code []}: how a value is named. */
    String name() {
        int depth = depth();
        return depth == steps.size() ? toString() : text(steps.subList(depth, steps.size()));
    }

    private static String text(List<PathElement> steps) {
        StringBuilder text = new StringBuilder();
        for (PathElement step : steps) {
            text.append(text.isEmpty() || !(step instanceof PathElement.Name) ? "" : ".")
                    .append(step);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text(steps);
    }
}
