package io.lookback.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Instant;

/** Writes entries of the control topic as {@link ControlReader} reads them; what says nothing is left out. */
public final class ControlWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private ControlWriter() {}

    /** The value of the record whose key is the entry's id. */
    public static byte[] write(ControlEntry entry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (entry instanceof Rule rule) {
                rule(rule, json);
            } else if (entry instanceof Label label) {
                label(label, json);
            } else if (entry instanceof Announcement announcement) {
                announcement(announcement, json);
            } else if (entry instanceof Reset reset) {
                reset(reset, json);
            } else if (entry instanceof ForecastRequest request) {
                forecast(request, json);
            }
            if (!entry.reason().isEmpty()) {
                json.writeStringField("reason", entry.reason());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Bytes in memory refused JSON", impossible);
        }
        return out.toByteArray();
    }

    private static void rule(Rule rule, JsonGenerator json) throws IOException {
        json.writeStringField("type", ControlReader.RULE);
        json.writeStringField("series", rule.scope().series().text());
        String feature = rule.scope().feature();
        if (feature != null) {
            json.writeStringField("feature", feature);
        }
        Direction direction = rule.scope().direction();
        if (direction != null) {
            json.writeStringField("direction", ControlSpelling.of(direction));
        }
        number("min_absolute", rule.tolerance().minAbsolute(), json);
        number("min_relative", rule.tolerance().minRelative(), json);
        if (rule.times().from() != Long.MIN_VALUE) {
            instant("from", rule.times().from(), json);
        }
        if (rule.times().until() != Long.MAX_VALUE) {
            instant("until", rule.times().until(), json);
        }
        if (!rule.times().weekly().isEmpty()) {
            json.writeArrayFieldStart("weekly");
            for (WeeklyWindow window : rule.times().weekly()) {
                window(window, json);
            }
            json.writeEndArray();
        }
    }

    private static void window(WeeklyWindow window, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("days");
        for (DayOfWeek day : window.days()) {
            json.writeString(ControlSpelling.of(day));
        }
        json.writeEndArray();
        json.writeStringField("from", window.from().toString());
        json.writeStringField("to", window.to().toString());
        json.writeStringField("zone", window.zone().getId());
        json.writeEndObject();
    }

    private static void label(Label label, JsonGenerator json) throws IOException {
        json.writeStringField("type", ControlReader.LABEL);
        json.writeStringField("series", label.series());
        json.writeStringField("verdict", ControlSpelling.of(label.verdict()));
        instant("from", label.from(), json);
        instant("until", label.until(), json);
    }

    private static void announcement(Announcement announcement, JsonGenerator json) throws IOException {
        json.writeStringField("type", ControlReader.MODEL);
        json.writeStringField("series", announcement.series().text());
        json.writeStringField("cell", announcement.cell());
        json.writeStringField("model", announcement.model());
        json.writeStringField("file", announcement.file().path());
        json.writeStringField("sha256", announcement.file().sha256());
        if (announcement.shadow()) {
            json.writeBooleanField("shadow", true);
        }
    }

    private static void reset(Reset reset, JsonGenerator json) throws IOException {
        json.writeStringField("type", ControlReader.RESET);
        json.writeStringField("series", reset.series().text());
        instant("at", reset.at(), json);
    }

    private static void forecast(ForecastRequest request, JsonGenerator json) throws IOException {
        json.writeStringField("type", ControlReader.FORECAST);
        json.writeStringField("series", request.series());
        instant("at", request.at(), json);
    }

    private static void instant(String name, long millis, JsonGenerator json) throws IOException {
        json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    }

    private static void number(String name, double value, JsonGenerator json) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }
}
