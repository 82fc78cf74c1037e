package io.lookback.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the points of a record. It walks each path as written, so the points come in the order of the record, and the
 * same bytes give every point the same index. One thread.
 */
final class Exploder {

    private final List<Field> fields;
    private final int maxPoints;

    /** @param maxPoints of one record */
    Exploder(List<Field> fields, int maxPoints) {
        this.fields = fields;
        this.maxPoints = maxPoints;
    }

    List<Point> points(Object record) throws DecodingException {
        Walk walk = new Walk();
        for (Field field : fields) {
            for (FieldPath path : field.paths()) {
                int before = walk.points.size();
                walk.down(record, path, 0, List.of(record), "");
                if (walk.points.size() > before) {
                    break;
                }
            }
        }
        if (!walk.reached) {
            throw DecodingException.unusable(
                    "The record has nothing at %s (input.explode); it has the fields %s",
                    Excerpt.of(fields), Excerpt.of(ValueReader.names(record)));
        }
        return walk.points;
    }

    private final class Walk {

        private final List<Point> points = new ArrayList<>();
        private boolean reached;

        void down(@Nullable Object value, FieldPath path, int from, List<Object> around, String key)
                throws DecodingException {
            Object found = value;
            int step = from;
            while (found != null
                    && step < path.steps().size()
                    && !(path.steps().get(step) instanceof PathElement.Each)) {
                found = path.steps().get(step++).of(found);
            }
            if (found == null) {
                return;
            }
            if (step == path.steps().size()) {
                add(path, around, key);
            } else {
                each(found, path, step + 1, around);
            }
        }

        private void each(Object container, FieldPath path, int from, List<Object> around) throws DecodingException {
            if (container instanceof Collection<?> list) {
                reached |= list.isEmpty();
                int index = 0;
                for (Object element : list) {
                    inside(element, path, from, around, String.valueOf(index++));
                }
            } else if (container instanceof Map<?, ?> map) {
                reached |= map.isEmpty();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    inside(entry.getValue(), path, from, around, String.valueOf(entry.getKey()));
                }
            }
        }

        private void inside(@Nullable Object element, FieldPath path, int from, List<Object> around, String key)
                throws DecodingException {
            Object point = element == null && from == path.steps().size() ? Unreadable.NULL : element;
            if (point != null) {
                List<Object> deeper = new ArrayList<>(around);
                deeper.add(point);
                if (point instanceof Unreadable) {
                    add(path, deeper, key);
                } else {
                    down(point, path, from, deeper, key);
                }
            }
        }

        private void add(FieldPath path, List<Object> around, String key) throws DecodingException {
            if (points.size() == maxPoints) {
                throw DecodingException.unusable(
                        "The record has more than %d points (input.max-points); raise it, or send smaller batches",
                        maxPoints);
            }
            reached = true;
            points.add(new Point(around, path, key, points.size()));
        }
    }

    /** How a whole record is exploded that is itself a list. */
    static Mapping.Points ofRoot(int most) {
        return new Mapping.Points(List.of(Field.of(FieldPath.parse("[]"))), most);
    }

    static Optional<Exploder> of(Mapping mapping) {
        return mapping.points().fields().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Exploder(mapping.points().fields(), mapping.points().most()));
    }
}
