package io.lookback.cli.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.wire.Printable;
import java.util.Locale;

/** Records as lines that a person reads. */
public final class Lines {

    private static final int MAX_TEXT = 120;

    private Lines() {}

    /** Series, time, score and what was expected of the feature that contributed most. */
    static String score(JsonNode score) {
        JsonNode top = top(score.path("features"));
        String name = score.path("features").size() > 1 ? top.path("name").asText() + ' ' : "";
        return line(
                "%s  %-24s score %.3f  severity %.3f  %s%s  %s",
                time(score.path("time")),
                score.path("series").asText(),
                score.path("score").asDouble(),
                score.path("severity").asDouble(),
                name,
                feature(top),
                state(score));
    }

    /** What an alert's change says. */
    public static String alert(JsonNode alert) {
        if (alert.path("kind").asText().equals("SILENCE")) {
            return line(
                    "%s  %-24s silence %-6s %s%s",
                    time(alert.path("begin")),
                    alert.path("series").asText(),
                    verb(alert.path("phase").asText()),
                    alert.path("text").asText(),
                    suppression(alert));
        }
        String text = String.format(
                Locale.ROOT,
                "%s  %-24s alert %-6s score %.3f  %s %s, expected %s",
                time(alert.path("begin")),
                alert.path("series").asText(),
                verb(alert.path("phase").asText()),
                alert.path("peak_score").asDouble(),
                alert.path("feature").asText(),
                number(alert.path("value")),
                number(alert.path("expected")));
        String life = alert.path("phase").asText().equals("BEGIN")
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  until %s, %d records",
                        time(alert.path("end")),
                        alert.path("records").asLong());
        return Printable.line(text + life + suppression(alert));
    }

    /** What an incident's change says. */
    static String incident(JsonNode incident) {
        return line(
                "%s  %-24s incident %-6s severity %.3f  %s",
                time(incident.path("begin")),
                incident.path("title").asText(),
                verb(incident.path("phase").asText()),
                incident.path("severity").asDouble(),
                incident.path("text").asText());
    }

    /** The first and the last step of the first feature. */
    static String forecast(JsonNode forecast) {
        JsonNode path = forecast.path("features").path(0);
        int last = path.path("expected").size() - 1;
        return line(
                "%s  %-24s forecast of %d steps  %s%s, then %s",
                time(forecast.path("made")),
                forecast.path("series").asText(),
                last + 1,
                forecast.path("features").size() > 1 ? path.path("name").asText() + ' ' : "",
                step(path, 0),
                step(path, last));
    }

    private static String step(JsonNode path, int step) {
        return String.format(
                Locale.ROOT,
                "%s [%s .. %s]",
                number(path.path("expected").path(step)),
                number(path.path("lower").path(step)),
                number(path.path("upper").path(step)));
    }

    private static String suppression(JsonNode alert) {
        if (!alert.path("suppressed_by").isTextual()) {
            return "";
        }
        String reason = alert.path("suppression_reason").asText("");
        return String.format(
                Locale.ROOT,
                "  suppressed by %s%s",
                alert.path("suppressed_by").asText(),
                reason.isEmpty() ? "" : ": " + reason);
    }

    static String deadLetter(JsonNode letter) {
        return line(
                "%s-%s@%s  %s: %s  key '%s'  value '%s'",
                letter.path("topic").asText(),
                letter.path("partition").asText(),
                letter.path("offset").asText(),
                letter.path("reason").asText(),
                letter.path("exception.message").asText(),
                excerpt(letter.path("key").asText()),
                excerpt(letter.path("value").asText()));
    }

    /** Names and values are those of records: none of them may end the line or speak to the terminal. */
    private static String line(String format, Object... parts) {
        return Printable.line(String.format(Locale.ROOT, format, parts));
    }

    private static String feature(JsonNode feature) {
        return String.format(
                Locale.ROOT,
                "value %s, expected %s [%s .. %s]",
                number(feature.path("value")),
                number(feature.path("expected")),
                number(feature.path("lower")),
                number(feature.path("upper")));
    }

    private static String state(JsonNode score) {
        String status = score.path("anomaly").asBoolean()
                ? "ANOMALY"
                : score.path("status").asText().toLowerCase(Locale.ROOT);
        StringBuilder state = new StringBuilder(status);
        score.path("flags")
                .forEach(flag -> state.append(' ').append(flag.asText().toLowerCase(Locale.ROOT)));
        return state.toString();
    }

    private static JsonNode top(JsonNode features) {
        JsonNode top = features.path(0);
        for (JsonNode feature : features) {
            boolean more = feature.path("contribution").asDouble()
                    > top.path("contribution").asDouble();
            top = more ? feature : top;
        }
        return top;
    }

    private static String verb(String phase) {
        return switch (phase) {
            case "BEGIN" -> "begins";
            case "END" -> "ends";
            default -> "rises";
        };
    }

    private static String time(JsonNode time) {
        return time.asText().replace("T", " ").replace("Z", "");
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.4g", number.asDouble()) : "-";
    }

    private static String excerpt(String text) {
        String shown = text.codePoints()
                .limit(MAX_TEXT)
                .map(character -> Character.isISOControl(character) ? '.' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.length() < text.length() ? shown + "..." : shown;
    }
}
