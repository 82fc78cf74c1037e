package io.lookback.wire;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One point of a record that is exploded, and what lies around it.
 *
 * @param around the record, then the element of each array on the way, down to the point itself
 * @param path by which it was reached
 * @param key its name, where it is the entry of an object; its place in its array otherwise
 * @param index among all points of the record
 */
record Point(List<Object> around, FieldPath path, String key, int index) {

    private static final String VALUE = "$value";
    private static final String KEY = "$key";

    Object element() {
        return around.get(around.size() - 1);
    }

    @Nullable Object find(FieldPath sought) {
        if (sought.steps().get(0) instanceof PathElement.Name first
                && first.name().startsWith("$")) {
            Object own = own(sought, first.name());
            if (own != null) {
                return own;
            }
        }
        int depth = sought.depth();
        if (depth > 0) {
            return anchored(sought, depth);
        }
        for (int level = around.size() - 1; level >= 0; level--) {
            Object found = sought.below(around.get(level), 0);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A value is the point's own: one of the same name around it is another thing. */
    @Nullable Object findOwn(FieldPath sought) {
        boolean elsewhere = sought.depth() > 0
                || sought.steps().get(0) instanceof PathElement.Name first
                        && first.name().startsWith("$");
        return elsewhere ? find(sought) : sought.below(element(), 0);
    }

    private @Nullable Object own(FieldPath sought, String name) {
        return switch (name) {
            case VALUE -> sought.below(element(), 1);
            case KEY -> key;
            default -> null;
        };
    }

    /** In the element that the point lies in, of the array that the path names. */
    private @Nullable Object anchored(FieldPath sought, int depth) {
        return liesIn(sought, depth) ? sought.below(around.get(level(depth)), depth) : null;
    }

    private boolean liesIn(FieldPath sought, int depth) {
        List<PathElement> way = path.steps();
        return depth <= way.size()
                && way.subList(0, depth).equals(sought.steps().subList(0, depth));
    }

    /** Of the element that so many steps of the point's path lead to. */
    private int level(int depth) {
        int level = 0;
        for (int i = 0; i < depth; i++) {
            level += path.steps().get(i) instanceof PathElement.Each ? 1 : 0;
        }
        return level;
    }

    boolean ofAvro() {
        return around.get(0) instanceof IndexedRecord;
    }

    /** The Avro schema of what {@link #find} finds; null where there is none. */
    @Nullable Schema schema(FieldPath sought) {
        if (find(sought) == null) {
            return null;
        }
        int from = ofElement(sought) ? 1 : sought.depth();
        int level = sought.depth() > 0 ? level(from) : around.size() - 1;
        while (from == 0 && level > 0 && sought.below(around.get(level), 0) == null) {
            level--;
        }
        Schema element = schemaOf(level);
        return element == null ? null : sought.below(element, from);
    }

    private static boolean ofElement(FieldPath sought) {
        return sought.steps().get(0) instanceof PathElement.Name first
                && first.name().equals(VALUE);
    }

    private @Nullable Schema schemaOf(int level) {
        if (around.get(level) instanceof IndexedRecord record) {
            return record.getSchema();
        }
        Schema parent = level == 0 ? null : schemaOf(level - 1);
        return parent == null ? null : way(level).below(parent, 0);
    }

    /** The steps of the point's path from the element above down to this one. */
    private FieldPath way(int level) {
        int end = 0;
        int begin = 0;
        for (int found = 0; found < level; end++) {
            if (path.steps().get(end) instanceof PathElement.Each) {
                begin = found == level - 1 ? begin : end + 1;
                found++;
            }
        }
        return new FieldPath(path.steps().subList(begin, end));
    }
}
