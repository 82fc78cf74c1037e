package io.lookback.wire;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** One step of a {@link FieldPath}, down from a value to one inside of it. */
sealed interface PathElement extends Serializable {

    /** What lies there; null for nothing, or for more than one value. */
    @Nullable Object of(Object parent);

    /**
     * A field of an object, or an element of an array.
     *
     * @param index the name as a number, -1 where it is none
     */
    record Name(String name, int index) implements PathElement {

        private static final int MOST_DIGITS = 9;

        static Name of(String name) {
            boolean number = !name.isEmpty()
                    && name.length() <= MOST_DIGITS
                    && name.chars().allMatch(c -> c >= '0' && c <= '9');
            return new Name(name, number ? Integer.parseInt(name) : -1);
        }

        @Override
        public @Nullable Object of(Object parent) {
            if (parent instanceof Map<?, ?> map) {
                return map.get(name);
            }
            if (parent instanceof IndexedRecord record) {
                Schema.Field field = record.getSchema().getField(name);
                return field == null ? null : record.get(field.pos());
            }
            return parent instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The first element of an array of objects whose field has this value: {@code labels[name=job]}. It is looked for
     * among the first thousand, since all points of a record may look into the same array.
     */
    record Match(String field, String value) implements PathElement {

        private static final int MOST = 1_000;

        @Override
        public @Nullable Object of(Object parent) {
            if (parent instanceof List<?> list) {
                Name name = new Name(field, -1);
                for (Object element : list.subList(0, Math.min(list.size(), MOST))) {
                    Object found = element == null ? null : name.of(element);
                    if (found != null && found.toString().equals(value)) {
                        return element;
                    }
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return '[' + field + '=' + value + ']';
        }
    }

    /** Every element of an array, or every entry of an object. */
    record Each() implements PathElement {

        @Override
        public @Nullable Object of(Object parent) {
            return null;
        }

        @Override
        public String toString() {
            return "[]";
        }
    }
}
