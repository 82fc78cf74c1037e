package io.lookback.wire;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line as the object {@code {measurement, tags, fields, time}}. A tag and a field are found by their names alone, too.
 * Among the fields are those that are numbers, a flag as 1 or 0; a text is found by its name.
 */
final class InfluxLine extends AbstractMap<String, Object> {

    private final Map<String, Object> parts = new LinkedHashMap<>();
    private final Map<String, Object> tags = new LinkedHashMap<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> texts = new HashMap<>();

    InfluxLine(String measurement) {
        parts.put("measurement", measurement);
        parts.put("tags", tags);
        parts.put("fields", fields);
    }

    void tag(String name, String value) {
        tags.put(name, value);
    }

    void field(String name, Object value) {
        (value instanceof Number ? fields : texts).put(name, value);
    }

    void time(long time) {
        parts.put("time", time);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return parts.entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        for (Map<String, Object> place : List.of(parts, fields, tags)) {
            Object found = place.get(name);
            if (found != null) {
                return found;
            }
        }
        return texts.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }
}
