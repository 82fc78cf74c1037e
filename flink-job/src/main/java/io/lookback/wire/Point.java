package io.lookback.wire;

import java.util.List;
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
        List<PathElement> way = path.steps();
        if (depth > way.size() || !way.subList(0, depth).equals(sought.steps().subList(0, depth))) {
            return null;
        }
        int level = 0;
        for (int i = 0; i < depth; i++) {
            level += way.get(i) instanceof PathElement.Each ? 1 : 0;
        }
        return sought.below(around.get(level), depth);
    }
}
