package io.lookback.wire;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a field lies in a record: names separated by dots, {@code \.} for a dot that belongs to a name, a number for an
 * element of an array. The same path works on a JSON object, an Avro record and a CSV row.
 */
public record FieldPath(List<String> steps) implements Serializable {

    public FieldPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Path '%s' has an empty step: separate names by single dots, such as host.cpu",
                    String.join(".", steps)));
        }
    }

    public static FieldPath parse(String text) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                step.append(text.charAt(++i));
            } else if (c == '.') {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(c);
            }
        }
        steps.add(step.toString());
        return new FieldPath(steps);
    }

    boolean beginsWith(List<String> first) {
        return steps.size() > first.size() && steps.subList(0, first.size()).equals(first);
    }

    /** The value at this path, null where the record has none. */
    @Nullable Object in(@Nullable Object record) {
        Object found = record;
        for (int i = 0; i < steps.size() && found != null; i++) {
            found = child(found, steps.get(i));
        }
        return found;
    }

    /** The schema at this path, null where the schema has none. */
    @Nullable Schema in(Schema schema) {
        Schema found = schema;
        for (String step : steps) {
            Schema inner = AvroSchemas.nonNull(found);
            found = switch (inner.getType()) {
                case RECORD ->
                    inner.getField(step) == null ? null : inner.getField(step).schema();
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

    private static @Nullable Object child(Object parent, String name) {
        if (parent instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (parent instanceof IndexedRecord record) {
            Schema.Field field = record.getSchema().getField(name);
            return field == null ? null : record.get(field.pos());
        }
        return parent instanceof List<?> list ? element(list, name) : null;
    }

    private static @Nullable Object element(List<?> list, String name) {
        try {
            int index = Integer.parseInt(name);
            return index >= 0 && index < list.size() ? list.get(index) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
