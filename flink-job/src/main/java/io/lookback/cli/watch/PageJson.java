package io.lookback.cli.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lookback.cli.watch.Track.Changes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a browser is told, as JSON: points by column, lines of the list as arrays, NaN as null. */
final class PageJson {

    private static final JsonFactory JSON = new JsonFactory();

    private PageJson() {}

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** How matters stand. */
    static String status(WatchState.Counts counts, long unreadable, String failure) {
        return object(json -> {
            json.writeNumberField("records", counts.records());
            json.writeNumberField("series", counts.series());
            json.writeNumberField("removed", counts.removed());
            json.writeNumberField("hidden", counts.hidden());
            json.writeNumberField("unreadable", unreadable);
            json.writeStringField("failure", failure);
        });
    }

    /** Rows as {@code [series, now, severity, peak, warming, confidence, time, trend]}. */
    static String list(WatchState.Lines lines) {
        return object(json -> {
            json.writeBooleanField("all", lines.all());
            json.writeArrayFieldStart("rows");
            for (Track.Row row : lines.rows()) {
                row(row, json);
            }
            json.writeEndArray();
        });
    }

    static String incidents(List<SeenIncident> incidents) {
        return object(json -> {
            json.writeArrayFieldStart("incidents");
            for (SeenIncident incident : incidents) {
                incident(incident, json);
            }
            json.writeEndArray();
        });
    }

    private static void incident(SeenIncident incident, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", incident.id());
        json.writeBooleanField("open", incident.open());
        json.writeStringField("title", incident.title());
        json.writeNumberField("begin", incident.begin());
        json.writeNumberField("end", incident.end());
        json.writeNumberField("severity", rounded(incident.severity()));
        json.writeNumberField("size", incident.size());
        json.writeStringField("text", incident.text());
        json.writeArrayFieldStart("members");
        for (SeenIncident.Member member : incident.members()) {
            json.writeStartObject();
            json.writeStringField("series", member.series());
            json.writeBooleanField("open", member.open());
            json.writeNumberField("begin", member.begin());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static String points(Changes changes) {
        return object(json -> {
            json.writeStringField("series", changes.series());
            json.writeBooleanField("anew", changes.anew());
            json.writeNumberField("limit", changes.limit());
            strings("names", changes.features(), json);
            json.writeArrayFieldStart("time");
            for (Point point : changes.points()) {
                json.writeNumber(point.time());
            }
            json.writeEndArray();
            column("score", changes.points(), Point::score, json);
            column("severity", changes.points(), Point::severity, json);
            column("anomaly", changes.points(), point -> point.anomaly() ? 1 : 0, json);
            column("confidence", changes.points(), Point::confidence, json);
            features(changes, json);
            attention(changes.points(), json);
            weights(changes.points(), json);
            if (changes.withAlerts()) {
                alerts(changes.alerts(), json);
                ahead(changes, json);
            }
        });
    }

    private static void row(Track.Row row, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeString(row.series());
        json.writeNumber(rounded(row.now()));
        json.writeNumber(rounded(row.severity()));
        json.writeNumber(rounded(row.peak()));
        json.writeNumber(row.warming() ? 1 : 0);
        json.writeNumber(rounded(row.confidence()));
        json.writeNumber(row.time());
        json.writeString(row.trend());
        json.writeEndArray();
    }

    private static void features(Changes changes, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("features");
        for (int index = 0; index < changes.features().size(); index++) {
            int feature = index;
            json.writeStartObject();
            column(
                    "value",
                    changes.points(),
                    point -> point.features().get(feature).value(),
                    json);
            column(
                    "expected",
                    changes.points(),
                    point -> point.features().get(feature).expected(),
                    json);
            column(
                    "lower",
                    changes.points(),
                    point -> point.features().get(feature).lower(),
                    json);
            column(
                    "upper",
                    changes.points(),
                    point -> point.features().get(feature).upper(),
                    json);
            column(
                    "share",
                    changes.points(),
                    point -> rounded(point.features().get(feature).contribution()),
                    json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** By event time of the point: {@code [model, feature, time, weight]} each. */
    private static void attention(List<Point> points, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("attention");
        for (Point point : points) {
            if (!point.attention().isEmpty()) {
                json.writeArrayFieldStart(Long.toString(point.time()));
                for (Point.Look look : point.attention()) {
                    json.writeStartArray();
                    json.writeString(look.model());
                    json.writeString(look.feature());
                    json.writeNumber(look.time());
                    json.writeNumber(rounded(look.weight()));
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    /** By event time of the point: {@code [feature, forecaster, weight, expected]} each. */
    private static void weights(List<Point> points, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("weights");
        for (Point point : points) {
            if (!point.weights().isEmpty()) {
                json.writeArrayFieldStart(Long.toString(point.time()));
                for (Point.Weight one : point.weights()) {
                    json.writeStartArray();
                    json.writeString(one.feature());
                    json.writeString(one.forecaster());
                    json.writeNumber(rounded(one.weight()));
                    number(one.expected(), json);
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    /** The multi-step forecast of the features that the series has. */
    private static void ahead(Changes changes, JsonGenerator json) throws IOException {
        if (changes.forecast().isEmpty()) {
            json.writeNullField("ahead");
            return;
        }
        SeenForecast forecast = changes.forecast().get();
        json.writeObjectFieldStart("ahead");
        json.writeNumberField("made", forecast.made());
        json.writeNumberField("interval", forecast.interval());
        json.writeObjectFieldStart("features");
        for (SeenForecast.Path path : forecast.paths()) {
            json.writeObjectFieldStart(path.name());
            numbers("expected", path.expected(), json);
            numbers("lower", path.lower(), json);
            numbers("upper", path.upper(), json);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void numbers(String name, List<Double> numbers, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : numbers) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static void alerts(List<SeenAlert> alerts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("alerts");
        for (SeenAlert alert : alerts) {
            json.writeStartObject();
            json.writeBooleanField("open", alert.open());
            json.writeNumberField("begin", alert.begin());
            json.writeNumberField("peak", alert.peak());
            json.writeNumberField("end", alert.end());
            json.writeNumberField("score", alert.peakScore());
            json.writeStringField("feature", alert.feature());
            json.writeStringField("direction", alert.direction());
            json.writeFieldName("value");
            number(alert.value(), json);
            json.writeFieldName("expected");
            number(alert.expected(), json);
            json.writeStringField("text", alert.text());
            json.writeStringField("ending", alert.ending());
            json.writeStringField("suppression", alert.suppression());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void strings(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void column(String name, List<Point> points, ToDoubleFunction<Point> of, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Point point : points) {
            number(of.applyAsDouble(point), json);
        }
        json.writeEndArray();
    }

    private static void number(double number, JsonGenerator json) throws IOException {
        if (!Double.isFinite(number)) {
            json.writeNull();
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(number);
        }
    }

    /** Enough for a picture. */
    private static double rounded(double share) {
        return Math.rint(share * 1e4) / 1e4;
    }

    private static String object(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory refused JSON", impossible);
        }
        return text.toString();
    }
}
