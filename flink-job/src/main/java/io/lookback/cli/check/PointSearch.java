package io.lookback.cli.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for the arrays in records whose elements are points: objects, or rows, that hold numbers. */
final class PointSearch {

    private static final Pattern PLAIN = Pattern.compile("[\\w@$:/ -]+");

    private final Set<String> found = new LinkedHashSet<>();

    /** The paths as {@code input.explode} names them; none where a record is one point. */
    static List<String> in(List<Object> records) {
        PointSearch search = new PointSearch();
        records.forEach(record -> search.below(record, ""));
        return List.copyOf(search.found);
    }

    /** Whether there are points below. */
    private boolean below(Object value, String path) {
        boolean any = false;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<String, Object> entry : named(map).entrySet()) {
                any |= below(entry.getValue(), joined(path, entry.getKey()));
            }
        } else if (value instanceof List<?> list && !labels(list)) {
            String each = path + "[]";
            for (Object element : list) {
                boolean inner = element != null && !row(element) && below(element, each);
                if (!inner && element != null && (row(element) || element instanceof Map<?, ?> && numbers(element))) {
                    found.add(each);
                    any = true;
                }
                any |= inner;
            }
        }
        return any;
    }

    /** The entries of an object that hold something and that a path can name: no step of a path is empty. */
    static Map<String, Object> named(Map<?, ?> object) {
        Map<String, Object> named = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value != null && !String.valueOf(name).isBlank()) {
                named.put(String.valueOf(name), value);
            }
        });
        return named;
    }

    static String joined(String path, String name) {
        return path.isEmpty() ? escaped(name) : path + '.' + escaped(name);
    }

    static String escaped(String name) {
        return PLAIN.matcher(name).matches() ? name : name.replaceAll("([\\\\.\\[\\]|*?])", "\\\\$1");
    }

    /** A time and its value, as the answers to queries hold them. */
    private static boolean row(Object element) {
        return element instanceof List<?> list
                && list.size() > 1
                && list.get(0) instanceof Number time
                && time.doubleValue() > 1e8
                && list.stream().noneMatch(part -> part instanceof Map<?, ?> || part instanceof List<?>);
    }

    /** An array of names and values. */
    static boolean labels(List<?> list) {
        return !list.isEmpty()
                && list.stream()
                        .allMatch(element -> element instanceof Map<?, ?> map
                                && map.size() == 2
                                && map.containsKey("value")
                                && (map.get("key") instanceof String || map.get("name") instanceof String)
                                && !(map.get("value") instanceof Number));
    }

    private static boolean numbers(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(entry -> entry != null && numbers(entry));
        }
        return value instanceof Number || value instanceof String text && Shape.number(text);
    }

    /** The elements that a path names, each with what lies around it, the outermost first. */
    static List<List<Object>> points(List<Object> records, String path) {
        List<List<Object>> points = new ArrayList<>();
        for (Object record : records) {
            walk(List.of(record), record, path.isEmpty() ? List.of() : Shape.steps(path), points);
        }
        return points;
    }

    private static void walk(List<Object> around, Object value, List<String> steps, List<List<Object>> points) {
        if (steps.isEmpty()) {
            points.add(around);
        } else if (steps.get(0).equals("[]") && value instanceof List<?> list) {
            for (Object element : list) {
                if (element != null) {
                    List<Object> deeper = new ArrayList<>(around);
                    deeper.add(element);
                    walk(deeper, element, steps.subList(1, steps.size()), points);
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            Object inner = map.get(steps.get(0));
            if (inner != null) {
                walk(around, inner, steps.subList(1, steps.size()), points);
            }
        }
    }
}
