package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Score;
import io.lookback.schema.Schemas;
import java.io.Serializable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** How scores and alerts are written. */
public sealed interface OutputFormat extends Serializable {

    /** Writers of scores for this topic. */
    RecordWriter.Factory<Score> scores(String topic);

    /** Writers of alerts for this topic. */
    RecordWriter.Factory<Alert> alerts(String topic);

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
    }

    /**
     * Avro binary.
     *
     * @param registry where the schemas are registered under {@code <topic>-value}; null for bare records
     */
    record Avro(@Nullable SchemaRegistry registry) implements OutputFormat {
        @Override
        public RecordWriter.Factory<Score> scores(String topic) {
            return () -> new AvroWriter<>(Schemas.score(), AvroRecords::of, id(topic, Schemas.score()));
        }

        @Override
        public RecordWriter.Factory<Alert> alerts(String topic) {
            return () -> new AvroWriter<>(Schemas.alert(), AvroRecords::of, id(topic, Schemas.alert()));
        }

        private AvroWriter.@Nullable SchemaId id(String topic, Schema schema) {
            SchemaRegistry asked = registry;
            return asked == null ? null : () -> asked.register(topic + "-value", schema);
        }
    }
}
