package io.lookback.wire;

import io.lookback.event.Features;
import io.lookback.event.Names;
import io.lookback.event.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Takes the values out of decoded records, as a {@link Mapping} says. One thread. */
final class ValueReader {

    /** What a record carries. */
    record Read(Features features, Values values) {}

    private final Mapping mapping;
    private final List<String> pathNames;
    private final Field[] fields;
    /** Null for a field that does not stand for all numbers below. */
    private final @Nullable FieldPath[] numbersBelow;

    private final Layouts layouts = new Layouts();
    private final Found found = new Found();

    ValueReader(Mapping mapping) {
        this.mapping = mapping;
        this.pathNames = mapping.values().stream().map(Field::name).toList();
        this.fields = mapping.values().toArray(Field[]::new);
        this.numbersBelow = new FieldPath[fields.length];
        for (int i = 0; i < fields.length; i++) {
            numbersBelow[i] = fields[i].ofAllNumbers().orElse(null);
        }
    }

    Read read(Object record) throws DecodingException {
        found.clear();
        if (mapping.values().isEmpty()) {
            addNumbers(record instanceof Point point ? point.element() : record, new ArrayList<>());
        } else {
            addPaths(record);
        }
        Layouts.Layout layout = found.expanded ? layouts.sorted(found.names) : layouts.ordered(found.names);
        return new Read(layout.features(), Values.of(layout.arrange(found.values())));
    }

    private void addPaths(Object record) throws DecodingException {
        boolean present = false;
        boolean alone = pathNames.size() == 1;
        for (int i = 0; i < pathNames.size(); i++) {
            FieldPath below = numbersBelow[i];
            Object value = below == null ? value(fields[i], record) : own(below, record);
            present |= value != null;
            if (below != null) {
                addBelow(value, below, alone);
            } else if (value instanceof Map<?, ?> map) {
                addEntries(map, alone ? "" : pathNames.get(i) + '.');
            } else if (value instanceof Collection<?> list) {
                addElements(list, alone ? "" : pathNames.get(i) + '.');
            } else if (value == null && holdsSeveral(fields[i].paths().get(0), record)) {
                found.expanded = true;
            } else {
                found.add(pathNames.get(i), Numbers.finite(value, pathNames.get(i)));
            }
        }
        if (!present) {
            throw DecodingException.unusable(
                    "The record has a value in none of the fields %s; it has the fields %s",
                    Excerpt.of(mapping.values()),
                    Excerpt.of(names(record instanceof Point point ? point.element() : record)));
        }
    }

    private static @Nullable Object value(Field field, Object record) {
        if (!(record instanceof Point point)) {
            return field.in(record);
        }
        for (FieldPath path : field.paths()) {
            Object found = point.findOwn(path);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Object own(FieldPath path, Object record) {
        return record instanceof Point point ? point.findOwn(path) : path.in(record);
    }

    /** Every number below a value; texts and flags among them are passed over. */
    private void addBelow(@Nullable Object value, FieldPath path, boolean alone) throws DecodingException {
        found.expanded = true;
        if (value != null) {
            List<String> names = new ArrayList<>(
                    path.steps().stream().map(PathElement::toString).toList());
            found.unnamed = alone ? names.size() : 0;
            addNumbers(value, names);
            found.unnamed = 0;
        }
    }

    /** Whether the schema has a map or an array there: then a null names no value, of which there may be any number. */
    private static boolean holdsSeveral(FieldPath path, Object record) {
        if (!(record instanceof IndexedRecord avro)) {
            return false;
        }
        Schema field = path.in(avro.getSchema());
        Schema.Type type =
                field == null ? Schema.Type.NULL : AvroSchemas.nonNull(field).getType();
        return type == Schema.Type.MAP || type == Schema.Type.ARRAY;
    }

    private void addEntries(Map<?, ?> map, String prefix) throws DecodingException {
        found.expanded = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = prefix + entry.getKey();
            found.add(name, Numbers.finite(entry.getValue(), name));
        }
    }

    private void addElements(Collection<?> list, String prefix) throws DecodingException {
        int index = 0;
        for (Object element : list) {
            String name = prefix + index++;
            found.add(name, Numbers.finite(element, name));
        }
    }

    /** Every number of the record but those that name its series or time. */
    private void addNumbers(Object record, List<String> path) throws DecodingException {
        found.expanded = true;
        if (record instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                addNumber(entry.getValue(), String.valueOf(entry.getKey()), path, false);
            }
        } else if (record instanceof IndexedRecord avro) {
            for (Schema.Field field : avro.getSchema().getFields()) {
                addNumber(avro.get(field.pos()), field.name(), path, numeric(field.schema()));
            }
        }
    }

    private void addNumber(@Nullable Object value, String name, List<String> path, boolean numeric)
            throws DecodingException {
        if (name.isEmpty()) {
            return;
        }
        path.add(name);
        if (value instanceof Map<?, ?> || value instanceof IndexedRecord) {
            addNumbers(value, path);
        } else if ((value instanceof Number || value == null && numeric) && !mapping.identifies(path)) {
            String joined = joined(path.subList(found.unnamed, path.size()));
            found.add(joined, Numbers.finite(value, joined));
        }
        path.remove(path.size() - 1);
    }

    /** A thousand values may share a path of a megabyte: it is not spelled before it is known to be a name. */
    private static String joined(List<String> path) throws DecodingException {
        int chars = path.size() - 1;
        for (int i = 0; i < path.size(); i++) {
            chars += path.get(i).length();
        }
        if (chars > Names.MAX_CHARS) {
            throw DecodingException.unusable(
                    "The name of a value, '%s', has %d characters, a name may have %d",
                    Excerpt.of(path.get(0)), chars, Names.MAX_CHARS);
        }
        return String.join(".", path);
    }

    private static boolean numeric(Schema schema) {
        return switch (AvroSchemas.nonNull(schema).getType()) {
            case INT, LONG, FLOAT, DOUBLE -> true;
            default -> false;
        };
    }

    static Object names(Object record) {
        if (record instanceof Map<?, ?> map) {
            return map.keySet();
        }
        return record instanceof IndexedRecord avro
                ? avro.getSchema().getFields().stream().map(Schema.Field::name).toList()
                : List.of();
    }

    /** Names and values of the record at hand. */
    private static final class Found {
        private final List<String> names = new ArrayList<>();
        private double[] values = new double[8];
        private boolean expanded;
        /** Names at the beginning of a path that are the same for all values. */
        private int unnamed;

        void clear() {
            names.clear();
            expanded = false;
        }

        void add(String name, double value) throws DecodingException {
            int size = names.size();
            if (size == Features.MAX_FEATURES) {
                throw DecodingException.unusable(
                        "The record carries more than %d values; check the mapping of values", Features.MAX_FEATURES);
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size] = value;
            names.add(name);
        }

        double[] values() {
            return values;
        }
    }
}
