package io.lookback.cli.check;

import io.lookback.event.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mapping for a topic that nobody described: the arrays that hold points, the field that is a time, the texts that
 * repeat and so name series, and the numbers that are left, which are values. A start for a person to correct, no more.
 */
final class Proposal {

    /** Numbers that tell records apart and measure nothing. */
    private static final Pattern IDS = Pattern.compile("(.*_)?id");

    private static final Pattern NONCHARACTERS = Pattern.compile("[\\uFFFE\\uFFFF]");

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final int points;
    private final boolean keyed;

    private Proposal(FormatGuess format, int points, boolean keyed) {
        settings.putAll(format.settings());
        this.points = points;
        this.keyed = keyed;
    }

    /**
     * @param format empty for one that is to be guessed
     * @param keyed whether the records have keys
     * @return settings under {@code input.} in YAML
     */
    static Map<String, String> of(Optional<FormatGuess> format, List<byte[]> values, boolean keyed) throws IOException {
        FormatGuess guess = format.isPresent() ? format.get() : FormatGuess.of(values);
        if ("influx".equals(guess.settings().get("format"))) {
            return guess.settings();
        }
        List<Object> records = guess.records(values);
        List<String> explode =
                PointSearch.in(records).stream().filter(Proposal::writable).toList();
        List<List<Object>> points = new ArrayList<>();
        (explode.isEmpty() ? List.of("") : explode).forEach(path -> points.addAll(PointSearch.points(records, path)));
        Proposal proposal = new Proposal(guess, points.size(), keyed);
        if (!explode.isEmpty()) {
            proposal.settings.put("explode", list(explode));
        }
        proposal.map(rows(Shape.of(points).stream()
                .filter(shape -> writable(shape.path()))
                .toList()));
        return proposal.settings;
    }

    /** Whether a file in YAML can hold the path. */
    private static boolean writable(String path) {
        return Names.unicode(path)
                && !Names.controls(path)
                && !NONCHARACTERS.matcher(path).find();
    }

    /** Of a change stream, the rows as they became. */
    private static List<Shape> rows(List<Shape> shapes) {
        for (String row : List.of("after.", "payload.after.")) {
            List<Shape> after = shapes.stream()
                    .filter(shape -> shape.path().startsWith(row))
                    .toList();
            if (!after.isEmpty()) {
                return after;
            }
        }
        return shapes;
    }

    private void map(List<Shape> shapes) {
        Optional<Shape> time = shapes.stream()
                .filter(Shape::time)
                .max(Comparator.comparingInt((Shape shape) -> shape.points().size())
                        .thenComparing(Shape::own)
                        .thenComparing(shape -> shape.distinct() > 1));
        List<Shape> series = shapes.stream()
                .filter(shape -> !time.equals(Optional.of(shape)) && names(shape))
                .sorted(Comparator.comparing(Shape::own))
                .toList();
        settings.put("series", series.isEmpty() ? keyed ? "[kafka-key]" : "[kafka-topic]" : series(series));
        settings.put("time", "{field: " + quoted(time.map(Shape::path).orElse("kafka-timestamp")) + '}');
        List<Shape> values = shapes.stream()
                .filter(shape -> shape.own() && shape.numeric() && !shape.never() && !shape.time())
                .filter(shape -> !series.contains(shape)
                        && !IDS.matcher(Shape.last(shape.path())).matches())
                .toList();
        settings.put("values", values.isEmpty() ? "all-numbers" : values(values));
    }

    private boolean names(Shape shape) {
        if (shape.never()) {
            return false;
        }
        if (shape.labels()) {
            return true;
        }
        if (shape.time()) {
            return false;
        }
        boolean scalar = shape.values().stream().noneMatch(value -> value instanceof Boolean);
        boolean whole = shape.values().stream()
                .allMatch(value -> value instanceof Integer || value instanceof Long || value instanceof String);
        boolean repeats = shape.distinct() <= Math.max(1, shape.values().size() / 2);
        boolean changes = shape.distinct() > 1;
        if (shape.numeric()) {
            return whole && repeats && Shape.last(shape.path()).matches(".*(id|sensor|device|station|channel)");
        }
        return scalar && repeats && (changes || shape.named() && shape.points().size() == points);
    }

    /** One that is lacking now and then may be missing. */
    private String series(List<Shape> series) {
        return list(series.stream()
                .map(shape -> shape.points().size() < points ? shape.path() + '?' : shape.path())
                .toList());
    }

    private String values(List<Shape> values) {
        if (values.size() > 1 && values.size() <= 8 && alternatives(values)) {
            return "{value: " + quoted(values.stream().map(Shape::path).collect(Collectors.joining(" | "))) + '}';
        }
        Set<String> parents = values.stream().map(shape -> parent(shape.path())).collect(Collectors.toSet());
        String parent = parents.iterator().next();
        if (parents.size() == 1 && !parent.isEmpty() && values.size() > 1) {
            return quoted(parent + ".*");
        }
        return list(values.stream().map(Shape::path).toList());
    }

    /** Whether each point holds one of them. */
    private static boolean alternatives(List<Shape> values) {
        Set<Integer> seen = new HashSet<>();
        return values.stream().allMatch(shape -> shape.points().stream().allMatch(seen::add));
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 || path.charAt(Math.max(0, dot - 1)) == '\\' ? "" : path.substring(0, dot);
    }

    private static String list(List<String> texts) {
        return '[' + texts.stream().map(Proposal::quoted).collect(Collectors.joining(", ")) + ']';
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z_][\\w.-]*")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
