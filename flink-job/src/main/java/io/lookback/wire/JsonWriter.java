package io.lookback.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lookback.event.Alert;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Contribution;
import io.lookback.event.EndReason;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Incident;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Writes one JSON object with the fields of the Avro schemas, under the same names; times are ISO-8601 texts in UTC,
 * what is not known is null.
 */
final class JsonWriter<T> implements RecordWriter<T> {

    interface Body<T> {
        void write(T record, JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();

    private final Body<T> body;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    private JsonWriter(Body<T> body) {
        this.body = body;
    }

    static RecordWriter<Score> ofScores() {
        return new JsonWriter<>(JsonWriter::score);
    }

    static RecordWriter<Alert> ofAlerts() {
        return new JsonWriter<>(JsonWriter::alert);
    }

    static RecordWriter<Incident> ofIncidents() {
        return new JsonWriter<>(JsonWriter::incident);
    }

    static RecordWriter<MultiStepForecast> ofForecasts() {
        return new JsonWriter<>(JsonWriter::forecast);
    }

    @Override
    public byte[] write(T record) throws IOException {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            body.write(record, json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void score(Score score, JsonGenerator json) throws IOException {
        json.writeStringField("id", score.id());
        json.writeStringField("series", score.observation().series());
        time("time", score.observation().time(), json);
        json.writeArrayFieldStart("features");
        for (int i = 0; i < score.features().size(); i++) {
            feature(score.observation(), i, score.features().get(i), json);
        }
        json.writeEndArray();
        json.writeNumberField("score", score.score());
        json.writeNumberField("severity", score.severity());
        json.writeBooleanField("anomaly", score.anomaly());
        json.writeStringField("status", score.status().name());
        json.writeNumberField("confidence", score.confidence());
        json.writeArrayFieldStart("flags");
        for (Flag flag : score.flags().stream().sorted().toList()) {
            json.writeString(flag.name());
        }
        json.writeEndArray();
        json.writeStringField("model", score.model());
        json.writeArrayFieldStart("attention");
        for (Attention attention : score.attention()) {
            attention(attention, json);
        }
        json.writeEndArray();
    }

    private static void attention(Attention attention, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", attention.model());
        json.writeStringField("feature", attention.feature());
        json.writeArrayFieldStart("steps");
        for (AttendedStep step : attention.steps()) {
            json.writeStartObject();
            time("time", step.time(), json);
            json.writeNumberField("weight", step.weight());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void feature(Observation observation, int index, FeatureScore feature, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", observation.features().names().get(index));
        number("value", observation.values().at(index), json);
        number("expected", feature.expected(), json);
        number("lower", feature.lower(), json);
        number("upper", feature.upper(), json);
        json.writeNumberField("contribution", feature.contribution());
        evidence(feature.evidence(), json);
        weights(feature.weights(), json);
        json.writeEndObject();
    }

    private static void evidence(List<EvidenceScore> evidence, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (EvidenceScore one : evidence) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeNumberField("value", one.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void weights(List<ForecasterWeight> weights, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("weights");
        for (ForecasterWeight one : weights) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeNumberField("weight", one.weight());
            number("expected", one.expected(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void alert(Alert alert, JsonGenerator json) throws IOException {
        json.writeStringField("id", alert.id());
        json.writeStringField("series", alert.series());
        json.writeStringField("phase", alert.phase().name());
        time("begin", alert.begin(), json);
        time("peak", alert.peak(), json);
        time("end", alert.end(), json);
        json.writeNumberField("peak_score", alert.peakScore());
        json.writeNumberField("severity", alert.severity());
        json.writeNumberField("records", alert.records());
        json.writeStringField("feature", alert.feature());
        json.writeStringField("direction", alert.direction().name());
        number("value", alert.value(), json);
        number("expected", alert.expected(), json);
        Suppression suppression = alert.suppression();
        json.writeStringField("suppressed_by", suppression == null ? null : suppression.rule());
        json.writeStringField("suppression_reason", suppression == null ? null : suppression.reason());
        json.writeArrayFieldStart("contributions");
        for (Contribution contribution : alert.contributions()) {
            json.writeStartObject();
            json.writeStringField("feature", contribution.feature());
            json.writeNumberField("share", contribution.share());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("kind", alert.kind().name());
        json.writeStringField("text", alert.text());
        EndReason ending = alert.ending();
        json.writeStringField("ending", ending == null ? null : ending.name());
    }

    private static void incident(Incident incident, JsonGenerator json) throws IOException {
        json.writeStringField("id", incident.id());
        json.writeStringField("phase", incident.phase().name());
        json.writeStringField("title", incident.title());
        time("begin", incident.begin(), json);
        time("end", incident.end(), json);
        json.writeNumberField("severity", incident.severity());
        json.writeStringField("first_mover", incident.firstMover());
        json.writeStringField("shared", incident.shared());
        json.writeNumberField("size", incident.size());
        json.writeArrayFieldStart("members");
        for (Incident.Member member : incident.members()) {
            json.writeStartObject();
            json.writeStringField("series", member.series());
            json.writeStringField("alert", member.alert());
            json.writeBooleanField("open", member.open());
            time("begin", member.begin(), json);
            time("end", member.end(), json);
            json.writeNumberField("severity", member.severity());
            json.writeStringField("text", member.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("text", incident.text());
    }

    private static void forecast(MultiStepForecast forecast, JsonGenerator json) throws IOException {
        json.writeStringField("id", forecast.id());
        json.writeStringField("series", forecast.series());
        time("made", forecast.made(), json);
        json.writeNumberField("interval_ms", forecast.interval());
        json.writeStringField("model", forecast.model());
        json.writeArrayFieldStart("features");
        for (MultiStepForecast.Path path : forecast.features()) {
            json.writeStartObject();
            json.writeStringField("name", path.name());
            numbers("expected", path.expected(), json);
            numbers("lower", path.lower(), json);
            numbers("upper", path.upper(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void numbers(String name, Values values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (int step = 0; step < values.size(); step++) {
            if (Double.isFinite(values.at(step))) {
                json.writeNumber(values.at(step));
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static void time(String name, long millis, JsonGenerator json) throws IOException {
        json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    }

    private static void number(String name, double value, JsonGenerator json) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
