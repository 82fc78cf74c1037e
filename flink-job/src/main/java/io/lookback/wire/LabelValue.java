package io.lookback.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The value of a label: plain, or an object of one typed value, as OpenTelemetry writes it. An array, and a {@code
 * kvlistValue}, are compact JSON with sorted names: the same labels spell the same series.
 */
final class LabelValue {

    private static final PathElement.Name KEY = PathElement.Name.of("key");
    private static final PathElement.Name VALUE = PathElement.Name.of("value");
    private static final PathElement.Name VALUES = PathElement.Name.of("values");
    private static final JsonMapper JSON = new JsonMapper();

    private LabelValue() {}

    /** Null for none; what is no text, number or truth value cannot be spelled. */
    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.size() <= 1) {
            for (Map.Entry<?, ?> only : map.entrySet()) {
                return typed(String.valueOf(only.getKey()), only.getValue());
            }
            return null;
        }
        if (value instanceof IndexedRecord record) {
            for (Schema.Field field : record.getSchema().getFields()) {
                if (record.get(field.pos()) != null) {
                    return typed(field.name(), record.get(field.pos()));
                }
            }
            return null;
        }
        return value instanceof Collection<?> list ? text(plain(list)) : value;
    }

    private static @Nullable Object typed(String type, @Nullable Object value) {
        Object plain = value == null ? null : plainTyped(type, value);
        return plain instanceof Collection<?> || plain instanceof TreeMap<?, ?> ? text(plain) : plain;
    }

    private static Object plainTyped(String type, Object value) {
        return switch (type) {
            case "arrayValue", "array_value" -> plain(values(value));
            case "kvlistValue", "kvlist_value" -> plainPairs(values(value));
            default -> value instanceof Collection<?> list ? plain(list) : value;
        };
    }

    private static Collection<?> values(Object typed) {
        Object values = typed instanceof Collection<?> ? typed : VALUES.of(typed);
        return values instanceof Collection<?> list ? list : List.of();
    }

    private static TreeMap<String, @Nullable Object> plainPairs(Collection<?> pairs) {
        TreeMap<String, @Nullable Object> plain = new TreeMap<>();
        for (Object pair : pairs) {
            Object name = pair == null ? null : KEY.of(pair);
            if (name != null) {
                plain.put(name.toString(), plain(VALUE.of(pair)));
            }
        }
        return plain;
    }

    private static List<@Nullable Object> plain(Collection<?> values) {
        List<@Nullable Object> plain = new ArrayList<>(values.size());
        values.forEach(value -> plain.add(plain(value)));
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, @Nullable Object> fields = new TreeMap<>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), field));
            return plainFields(fields);
        }
        if (value instanceof IndexedRecord record) {
            TreeMap<String, @Nullable Object> fields = new TreeMap<>();
            record.getSchema().getFields().stream()
                    .filter(field -> record.get(field.pos()) != null)
                    .forEach(field -> fields.put(field.name(), record.get(field.pos())));
            return plainFields(fields);
        }
        if (value instanceof Collection<?> list) {
            return plain(list);
        }
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        if (value == null || value instanceof Number || value instanceof Boolean || !Labels.isName(value)) {
            return value;
        }
        return value.toString();
    }

    private static @Nullable Object plainFields(TreeMap<String, @Nullable Object> fields) {
        String only = fields.size() == 1 ? fields.firstKey() : "";
        Object typed = only.endsWith("Value") || only.endsWith("_value") ? fields.get(only) : null;
        if (typed != null) {
            Object inner = plainTyped(only, typed);
            return inner == typed ? plain(inner) : inner;
        }
        fields.replaceAll((name, field) -> plain(field));
        return fields;
    }

    private static String text(Object plain) {
        try {
            return JSON.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A label cannot be spelled", e);
        }
    }
}
