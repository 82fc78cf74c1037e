package io.lookback.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lookback.event.Alert;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.EndReason;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One series as the report's script reads it. */
final class SeriesJson {

    /** Features that the picture shows first. */
    private static final int SHOWN = 3;

    /** Makes the share of records on which nothing happens count a little. */
    private static final double QUIET = 0.01;

    private SeriesJson() {}

    /**
     * @param labels events, times of first and last row
     * @param budget rows to keep, about
     */
    static void write(String series, Recording recording, List<long[]> labels, int budget, JsonGenerator json)
            throws IOException {
        List<Integer> shown = shown(recording);
        List<RecordedRow> rows = Downsampling.keep(recording.rows(), shown, budget);
        json.writeStartObject();
        json.writeStringField("series", series);
        json.writeNumberField("rows", recording.rows().size());
        json.writeNumberField("kept", rows.size());
        json.writeObjectField("shown", shown);
        json.writeObjectField("names", recording.features().names());
        json.writeObjectField("time", Columns.whole(rows, RecordedRow::time));
        json.writeStringField("score", Columns.shares(rows, RecordedRow::score));
        json.writeStringField("severity", Columns.shares(rows, RecordedRow::severity));
        json.writeStringField("anomaly", Columns.shares(rows, row -> row.anomaly() ? 1 : 0));
        json.writeStringField("ready", Columns.shares(rows, row -> row.ready() ? 1 : 0));
        features(recording, rows, json);
        attention(rows, json);
        alerts(recording.alerts(), json);
        json.writeObjectField("labels", labels);
        json.writeEndObject();
    }

    private static List<Integer> shown(Recording recording) {
        double[] parts = new double[recording.features().size()];
        for (RecordedRow row : recording.rows()) {
            for (int feature = 0; feature < parts.length; feature++) {
                parts[feature] += row.features().get(feature).contribution() * (QUIET + row.severity());
            }
        }
        return IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparingDouble(feature -> -parts[feature]))
                .limit(SHOWN)
                .sorted()
                .toList();
    }

    private static void features(Recording recording, List<RecordedRow> rows, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("features");
        for (int index = 0; index < recording.features().size(); index++) {
            int feature = index;
            double base = rows.stream()
                    .mapToDouble(row -> row.values().at(feature))
                    .filter(Double::isFinite)
                    .findFirst()
                    .orElse(0);
            json.writeStartObject();
            json.writeObjectField(
                    "value", Columns.real(rows, base, row -> row.values().at(feature)));
            json.writeObjectField(
                    "expected",
                    Columns.real(rows, base, row -> row.features().get(feature).expected()));
            json.writeObjectField(
                    "lower",
                    Columns.real(rows, base, row -> row.features().get(feature).lower()));
            json.writeObjectField(
                    "upper",
                    Columns.real(rows, base, row -> row.features().get(feature).upper()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Of anomalies and the last row. */
    private static void attention(List<RecordedRow> rows, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("attention");
        for (int index = 0; index < rows.size(); index++) {
            RecordedRow row = rows.get(index);
            if (!row.attention().isEmpty() && (row.anomaly() || index == rows.size() - 1)) {
                json.writeArrayFieldStart(Long.toString(row.time()));
                for (Attention cell : row.attention()) {
                    looks(cell, json);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void looks(Attention cell, JsonGenerator json) throws IOException {
        for (AttendedStep step : cell.steps()) {
            json.writeStartArray();
            json.writeString(cell.model());
            json.writeString(cell.feature());
            json.writeNumber(step.time());
            json.writeNumber((float) step.weight());
            json.writeEndArray();
        }
    }

    private static void alerts(List<Alert> alerts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("alerts");
        for (Alert alert : alerts) {
            json.writeStartObject();
            json.writeBooleanField("open", alert.phase() != Alert.Phase.END);
            json.writeNumberField("begin", alert.begin());
            json.writeNumberField("peak", alert.peak());
            json.writeNumberField("end", alert.end());
            json.writeNumberField("score", (float) alert.peakScore());
            json.writeStringField("kind", alert.kind().name());
            json.writeStringField("text", alert.text());
            EndReason ending = alert.ending();
            json.writeStringField("ending", ending == null ? "" : ending.name());
            json.writeStringField("feature", alert.feature());
            json.writeStringField("direction", alert.direction().name());
            number("value", alert.value(), json);
            number("expected", alert.expected(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(String name, double number, JsonGenerator json) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumberField(name, number);
        } else {
            json.writeNullField(name);
        }
    }
}
