package io.lookback.cli.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.schema.Schemas;
import io.lookback.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The kinds of records that a job writes, each to a topic of its own. */
public enum OutputKind {
    SCORES("lookback-scores") {
        @Override
        public JsonNode decode(ConsumerRecord<byte[], byte[]> message) throws IOException {
            return value(message, Schemas.score());
        }

        @Override
        public String line(JsonNode record) {
            return Lines.score(record);
        }
    },
    ALERTS("lookback-alerts") {
        @Override
        public JsonNode decode(ConsumerRecord<byte[], byte[]> message) throws IOException {
            return value(message, Schemas.alert());
        }

        @Override
        public String line(JsonNode record) {
            return Lines.alert(record);
        }
    },
    INCIDENTS("lookback-incidents") {
        @Override
        public JsonNode decode(ConsumerRecord<byte[], byte[]> message) throws IOException {
            return value(message, Schemas.incident());
        }

        @Override
        public String line(JsonNode record) {
            return Lines.incident(record);
        }
    },
    FORECASTS("lookback-forecasts") {
        @Override
        public JsonNode decode(ConsumerRecord<byte[], byte[]> message) throws IOException {
            return value(message, Schemas.forecast());
        }

        @Override
        public String line(JsonNode record) {
            return Lines.forecast(record);
        }
    },
    DEADLETTERS("lookback-dead-letters") {
        @Override
        public JsonNode decode(ConsumerRecord<byte[], byte[]> message) {
            ObjectNode record = JSON.createObjectNode();
            for (Header header : message.headers()) {
                if (header.key().startsWith(Headers.ERRORS)) {
                    record.put(header.key().substring(Headers.ERRORS.length()), text(header.value()));
                }
            }
            record.put("key", text(bytes(message.key())));
            record.put("value", text(bytes(message.value())));
            return record;
        }

        @Override
        public String line(JsonNode record) {
            return Lines.deadLetter(record);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String usualTopic;

    OutputKind(String usualTopic) {
        this.usualTopic = usualTopic;
    }

    /** Where a job writes them unless it is told otherwise. */
    public String usualTopic() {
        return usualTopic;
    }

    /** The record as JSON, whichever way it was written. */
    public abstract JsonNode decode(ConsumerRecord<byte[], byte[]> message) throws IOException;

    /** One line for a person. */
    public abstract String line(JsonNode record);

    /** A job says in a header what it wrote; a value alone may read as another kind with nothing in it. */
    private static JsonNode value(ConsumerRecord<byte[], byte[]> message, Schema schema) throws IOException {
        Header header = message.headers().lastHeader(Headers.SCHEMA);
        if (header != null && !text(header.value()).startsWith(schema.getName() + '/')) {
            throw new IOException(
                    String.format(Locale.ROOT, "It is of schema %s, not %s", text(header.value()), schema.getName()));
        }
        return OutputValue.read(bytes(message.value()), schema);
    }

    private static byte[] bytes(byte[] nullable) {
        return nullable == null ? new byte[0] : nullable;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
