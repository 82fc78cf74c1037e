package io.lookback.cli.check;

import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one field holds in all points of a sample.
 *
 * @param path as a mapping names it
 * @param own whether it is in the points themselves, and not around them
 */
record Shape(String path, boolean own, List<Object> values, Set<Integer> points) {

    private static final Pattern TIME = Pattern.compile(
            "@?(time|timestamp|ts|t|date|datetime|when|at|clock|.*_?(time|timestamp|ts)|(.*_)?ts_?(s|ms|us|ns)|.*(time|timestamp)(unix)?(nano|nanos|ms|millis|_ms|_s)?)");
    private static final Pattern NAME = Pattern.compile(
            ".*(name|host|hostname|metric|measurement|series|sensor|device|station|instance|service|source|node|job|id|key|type|region|zone|cpu|disk|pod|container|channel)");
    private static final Pattern NEVER = Pattern.compile(
            "(.*_)?(uuid|guid|trace_?id|span_?id|event_?id|message_?id|offset|partition|pid|seq|sequence|version|schema_?version|specversion|datacontenttype|dataschema)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** The fields of points, each of which comes with what lies around it. */
    static List<Shape> of(List<List<Object>> points) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int point = 0; point < points.size(); point++) {
            List<Object> around = points.get(point);
            Set<String> seen = new LinkedHashSet<>();
            for (int level = around.size() - 1; level >= 0; level--) {
                collect(around.get(level), "", level == around.size() - 1, point, seen, shapes);
            }
        }
        return List.copyOf(shapes.values());
    }

    private static void collect(
            @Nullable Object value, String path, boolean own, int point, Set<String> seen, Map<String, Shape> shapes) {
        if (value instanceof Map<?, ?> map && (path.isEmpty() || !labelMap(path))) {
            PointSearch.named(map)
                    .forEach((name, entry) -> collect(entry, PointSearch.joined(path, name), own, point, seen, shapes));
        } else if (value instanceof List<?> list && !PointSearch.labels(list)) {
            for (int i = 0; own && i < list.size() && i < 16; i++) {
                collect(list.get(i), path.isEmpty() ? String.valueOf(i) : path + '.' + i, own, point, seen, shapes);
            }
        } else if (value != null && !path.isEmpty() && seen.add(path)) {
            Shape shape = shapes.computeIfAbsent(
                    path, first -> new Shape(first, own, new ArrayList<>(), new LinkedHashSet<>()));
            shape.values.add(value);
            shape.points.add(point);
        }
    }

    private static boolean labelMap(String path) {
        return Set.of("tags", "labels", "attributes", "metric", "dimensions").contains(last(path));
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static boolean number(String text) {
        return NUMBER.matcher(text.strip()).matches();
    }

    boolean numeric() {
        return values.stream()
                .allMatch(value -> value instanceof Number || value instanceof String text && number(text));
    }

    boolean labels() {
        return values.stream().allMatch(value -> value instanceof Map<?, ?> || value instanceof List<?>);
    }

    /** Whether all values are times; those that are numbers need a name that says so. */
    boolean time() {
        boolean named = TIME.matcher(last(path)).matches() || last(path).startsWith("time");
        return values.stream().allMatch(value -> timed(value, named || path.equals("0")));
    }

    private static boolean timed(Object value, boolean named) {
        boolean digits = value instanceof Number || value instanceof String text && number(text);
        if (digits && !named || !digits && !(value instanceof String)) {
            return false;
        }
        try {
            EventTimes.millis(value, ZoneOffset.UTC, EventTimes.UNKNOWN);
            return true;
        } catch (NotATime e) {
            return false;
        }
    }

    long distinct() {
        return values.stream().map(String::valueOf).distinct().count();
    }

    boolean named() {
        return NAME.matcher(last(path)).matches();
    }

    boolean never() {
        return NEVER.matcher(last(path)).matches();
    }

    /** The names of a path, {@code []} for each element. */
    static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                name.append(path.charAt(++i));
            } else if (c == '.' || c == '[') {
                if (!name.isEmpty()) {
                    steps.add(name.toString());
                    name.setLength(0);
                }
                if (c == '[') {
                    steps.add("[]");
                    i++;
                }
            } else {
                name.append(c);
            }
        }
        if (!name.isEmpty()) {
            steps.add(name.toString());
        }
        return steps;
    }
}
