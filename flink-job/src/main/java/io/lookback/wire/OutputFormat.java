package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Score;
import io.lookback.schema.Schemas;
import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.ForecastRecord;
import io.lookback.schema.avro.IncidentRecord;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/** How scores and alerts are written. */
public sealed interface OutputFormat extends Serializable {

    /** Writers of scores for this topic. */
    RecordWriter.Factory<Score> scores(String topic);

    /** Writers of alerts for this topic. */
    RecordWriter.Factory<Alert> alerts(String topic);

    /** Writers of incidents for this topic. */
    RecordWriter.Factory<Incident> incidents(String topic);

    /**
     * Makes known how the topics will be written, before there are subtasks that would all do so at once.
     *
     * @param patience with whoever has to know it
     * @throws IOException if that is refused
     */
    default void announce(Optional<String> scores, Optional<String> alerts, Duration patience) throws IOException {}

    /** The same of the topic of incidents. */
    default void announceIncidents(String topic, Duration patience) throws IOException {}

    /** Writers of multi-step forecasts for this topic. */
    RecordWriter.Factory<MultiStepForecast> forecasts(String topic);

    /** As {@link #announce}, of the topic of multi-step forecasts. */
    default void announceForecasts(String topic, Duration patience) throws IOException {}

    /** JSON objects. */
    record Json() implements OutputFormat {
        @Override
        public RecordWriter.Factory<Score> scores(String topic) {
            return JsonWriter::ofScores;
        }

        @Override
        public RecordWriter.Factory<Alert> alerts(String topic) {
            return JsonWriter::ofAlerts;
        }

        @Override
        public RecordWriter.Factory<Incident> incidents(String topic) {
            return JsonWriter::ofIncidents;
        }

        @Override
        public RecordWriter.Factory<MultiStepForecast> forecasts(String topic) {
            return JsonWriter::ofForecasts;
        }
    }

    /**
     * Avro binary.
     *
     * @param registry where the schemas are registered under {@code <topic>-value}; null for bare records
     */
    record Avro(@Nullable SchemaRegistry registry) implements OutputFormat {
        @Override
        public RecordWriter.Factory<Score> scores(String topic) {
            return () -> new AvroWriter<>(AvroScores::write, id(topic, Schemas.score()));
        }

        @Override
        public RecordWriter.Factory<Alert> alerts(String topic) {
            return () -> {
                SpecificDatumWriter<AlertRecord> writer = new SpecificDatumWriter<>(Schemas.alert());
                return new AvroWriter<>(
                        (alert, out) -> writer.write(AvroAlerts.of(alert), out), id(topic, Schemas.alert()));
            };
        }

        @Override
        public RecordWriter.Factory<Incident> incidents(String topic) {
            return () -> {
                SpecificDatumWriter<IncidentRecord> writer = new SpecificDatumWriter<>(Schemas.incident());
                return new AvroWriter<>(
                        (incident, out) -> writer.write(AvroIncidents.of(incident), out),
                        id(topic, Schemas.incident()));
            };
        }

        @Override
        public RecordWriter.Factory<MultiStepForecast> forecasts(String topic) {
            return () -> {
                SpecificDatumWriter<ForecastRecord> writer = new SpecificDatumWriter<>(Schemas.forecast());
                return new AvroWriter<>(
                        (forecast, out) -> writer.write(AvroForecasts.of(forecast), out),
                        id(topic, Schemas.forecast()));
            };
        }

        @Override
        public void announceForecasts(String topic, Duration patience) throws IOException {
            if (registry != null) {
                registry.within(patience).register(subject(topic), Schemas.forecast());
            }
        }

        @Override
        public void announceIncidents(String topic, Duration patience) throws IOException {
            if (registry != null) {
                registry.within(patience).register(subject(topic), Schemas.incident());
            }
        }

        @Override
        public void announce(Optional<String> scores, Optional<String> alerts, Duration patience) throws IOException {
            if (registry != null) {
                SchemaRegistry asked = registry.within(patience);
                if (scores.isPresent()) {
                    asked.register(subject(scores.get()), Schemas.score());
                }
                if (alerts.isPresent()) {
                    asked.register(subject(alerts.get()), Schemas.alert());
                }
            }
        }

        private AvroWriter.@Nullable SchemaId id(String topic, Schema schema) {
            SchemaRegistry asked = registry;
            return asked == null ? null : () -> asked.register(subject(topic), schema);
        }

        private static String subject(String topic) {
            return topic + "-value";
        }
    }
}
