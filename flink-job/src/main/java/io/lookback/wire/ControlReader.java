package io.lookback.wire;

import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Direction;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the value of an entry of the control topic: one JSON object, strict, so that no slip of the pen does more than was meant. */
final class ControlReader {

    static final String RULE = "rule";
    static final String LABEL = "label";
    static final String MODEL = "model";
    static final String RESET = "reset";
    static final String FORECAST = "forecast";

    private static final Set<String> RULE_FIELDS = Set.of(
            "type",
            "series",
            "feature",
            "direction",
            "min_absolute",
            "min_relative",
            "from",
            "until",
            "weekly",
            "reason");
    private static final Set<String> LABEL_FIELDS = Set.of("type", "series", "verdict", "from", "until", "reason");
    private static final Set<String> MODEL_FIELDS =
            Set.of("type", "series", "cell", "model", "file", "sha256", "shadow", "reason");
    private static final Set<String> RESET_FIELDS = Set.of("type", "series", "at", "reason");
    private static final Set<String> FORECAST_FIELDS = Set.of("type", "series", "at", "reason");
    private static final Set<String> WINDOW_FIELDS = Set.of("days", "from", "to", "zone");

    private final JsonReader json = new JsonReader();

    /** @param id of the entry: the record's key */
    ControlEntry read(String id, byte[] value) throws DecodingException {
        Object record = parsed(value);
        try {
            if (!(record instanceof Map<?, ?> fields)) {
                throw DecodingException.control("The value is JSON, but not an object: %s", Excerpt.of(record));
            }
            String type = text(fields, "type");
            return switch (type) {
                case RULE -> rule(id, fields);
                case LABEL -> label(id, fields);
                case MODEL -> announcement(id, fields);
                case RESET -> reset(id, fields);
                case FORECAST -> forecast(id, fields);
                default ->
                    throw DecodingException.control(
                            "type is '%s': give %s, %s, %s, %s or %s",
                            Excerpt.of(type), RULE, LABEL, MODEL, RESET, FORECAST);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw DecodingException.control("%s", Excerpt.ofMessage(e));
        }
    }

    private Object parsed(byte[] value) throws DecodingException {
        try {
            return json.read(value);
        } catch (DecodingException e) {
            throw DecodingException.control("%s", e.text());
        }
    }

    private static Rule rule(String id, Map<?, ?> fields) throws DecodingException {
        requireKnown(fields, RULE_FIELDS);
        String direction = optional(fields, "direction");
        return new Rule(
                id,
                new Scope(
                        new SeriesPattern(text(fields, "series")),
                        optional(fields, "feature"),
                        direction == null ? null : symbol("direction", direction, Direction.class)),
                new Tolerance(number(fields, "min_absolute"), number(fields, "min_relative")),
                new Times(
                        instant(fields, "from", Long.MIN_VALUE),
                        instant(fields, "until", Long.MAX_VALUE),
                        windows(fields.get("weekly"))),
                reason(fields));
    }

    private static Label label(String id, Map<?, ?> fields) throws DecodingException {
        requireKnown(fields, LABEL_FIELDS);
        text(fields, "from");
        text(fields, "until");
        return new Label(
                id,
                text(fields, "series"),
                symbol("verdict", text(fields, "verdict"), Label.Verdict.class),
                instant(fields, "from", 0),
                instant(fields, "until", 0),
                reason(fields));
    }

    private static Announcement announcement(String id, Map<?, ?> fields) throws DecodingException {
        requireKnown(fields, MODEL_FIELDS);
        return new Announcement(
                id,
                new SeriesPattern(text(fields, "series")),
                text(fields, "cell"),
                text(fields, "model"),
                new Announcement.ModelFile(text(fields, "file"), text(fields, "sha256")),
                flag(fields, "shadow"),
                reason(fields));
    }

    private static Reset reset(String id, Map<?, ?> fields) throws DecodingException {
        requireKnown(fields, RESET_FIELDS);
        text(fields, "at");
        return new Reset(id, new SeriesPattern(text(fields, "series")), instant(fields, "at", 0), reason(fields));
    }

    private static ForecastRequest forecast(String id, Map<?, ?> fields) throws DecodingException {
        requireKnown(fields, FORECAST_FIELDS);
        text(fields, "at");
        return new ForecastRequest(id, text(fields, "series"), instant(fields, "at", 0), reason(fields));
    }

    private static List<WeeklyWindow> windows(@Nullable Object weekly) throws DecodingException {
        List<WeeklyWindow> windows = new ArrayList<>();
        for (Object window : list("weekly", weekly)) {
            if (!(window instanceof Map<?, ?> fields)) {
                throw DecodingException.control(
                        "weekly holds %s: give objects with days, from, to and zone", Excerpt.of(window));
            }
            requireKnown(fields, WINDOW_FIELDS);
            windows.add(WeeklyWindow.of(
                    days(fields.get("days")),
                    LocalTime.parse(text(fields, "from")),
                    ControlSpelling.end(text(fields, "to")),
                    ZoneId.of(text(fields, "zone"))));
        }
        return windows;
    }

    /** No days are all days. */
    private static Set<DayOfWeek> days(@Nullable Object given) throws DecodingException {
        if (given == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Object day : list("days", given)) {
            days.add(ControlSpelling.day(String.valueOf(day)));
        }
        return days;
    }

    private static List<?> list(String name, @Nullable Object value) throws DecodingException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw DecodingException.control("%s is %s: give a list", name, Excerpt.of(value));
        }
        return list;
    }

    private static void requireKnown(Map<?, ?> fields, Set<String> known) throws DecodingException {
        for (Object name : fields.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw DecodingException.control(
                        "'%s' is not a field here: there are %s",
                        Excerpt.of(name), known.stream().sorted().toList());
            }
        }
    }

    private static String text(Map<?, ?> fields, String name) throws DecodingException {
        String text = optional(fields, name);
        if (text == null) {
            throw DecodingException.control("%s is missing", name);
        }
        return text;
    }

    private static @Nullable String optional(Map<?, ?> fields, String name) throws DecodingException {
        Object value = fields.get(name);
        if (value != null && !(value instanceof String)) {
            throw DecodingException.control("%s is %s: give a text", name, Excerpt.of(value));
        }
        return (String) value;
    }

    private static String reason(Map<?, ?> fields) throws DecodingException {
        String reason = optional(fields, "reason");
        return reason == null ? "" : reason;
    }

    private static boolean flag(Map<?, ?> fields, String name) throws DecodingException {
        Object value = fields.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw DecodingException.control("%s is %s: give true or false", name, Excerpt.of(value));
        }
        return Boolean.TRUE.equals(value);
    }

    private static double number(Map<?, ?> fields, String name) throws DecodingException {
        Object value = fields.get(name);
        if (value == null) {
            return 0;
        }
        if (!(value instanceof Number number)) {
            throw DecodingException.control("%s is %s: give a number", name, Excerpt.of(value));
        }
        return number.doubleValue();
    }

    private static long instant(Map<?, ?> fields, String name, long absent) throws DecodingException {
        String text = optional(fields, name);
        return text == null
                ? absent
                : ControlSpelling.millis(name, OffsetDateTime.parse(text).toInstant());
    }

    private static <E extends Enum<E>> E symbol(String name, String text, Class<E> symbols) throws DecodingException {
        for (E symbol : symbols.getEnumConstants()) {
            if (ControlSpelling.of(symbol).equals(text.toLowerCase(Locale.ROOT))) {
                return symbol;
            }
        }
        throw DecodingException.control(
                "%s is '%s': give one of %s",
                name,
                Excerpt.of(text),
                List.of(symbols.getEnumConstants()).stream()
                        .map(ControlSpelling::of)
                        .toList());
    }
}
