package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Values;
import io.lookback.schema.Schemas;
import io.lookback.schema.avro.ForecastPath;
import io.lookback.schema.avro.ForecastRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Multi-step forecasts as they are written. */
class ForecastsToKafkaTest {

    private static final long TIME = 1_700_000_000_123L;

    @Test
    void forecastsAreKeyedByTheirSeries() {
        ProducerRecord<byte[], byte[]> record = written(TopicLimits.USUAL, new OutputFormat.Json(), forecast(2));

        assertThat(record.key()).asString().isEqualTo("h7");
        assertThat(record.timestamp()).isEqualTo(TIME);
        assertThat(Written.header(record, "__lookback.id")).isEqualTo("h7-" + TIME);
        assertThat(Written.header(record, "__lookback.schema"))
                .isEqualTo("ForecastRecord/" + Schemas.version(Schemas.forecast()));
    }

    @Test
    void forecastsInAvroSayWhatTheForecastSays() throws IOException {
        byte[] value = written(TopicLimits.USUAL, new OutputFormat.Avro(null), forecast(2))
                .value();

        ForecastRecord reuse = new ForecastRecord();
        ForecastRecord read = new SpecificDatumReader<ForecastRecord>(reuse.getSchema())
                .read(reuse, DecoderFactory.get().binaryDecoder(value, null));
        assertThat(read)
                .isEqualTo(new ForecastRecord(
                        "h7-" + TIME,
                        "h7",
                        Instant.ofEpochMilli(TIME),
                        60_000L,
                        "lookback-1",
                        List.of(new ForecastPath(
                                "cpu",
                                Arrays.asList(10.0, null),
                                Arrays.asList(9.0, null),
                                Arrays.asList(11.0, null)))));
    }

    @Test
    void forecastsInJsonHaveTheFieldsOfTheSchema() throws IOException {
        JsonNode json = new JsonMapper()
                .readTree(written(TopicLimits.USUAL, new OutputFormat.Json(), forecast(2))
                        .value());

        assertThat(names(json)).containsExactlyElementsOf(fields(ForecastRecord.getClassSchema()));
        assertThat(names(json.at("/features/0"))).containsExactlyElementsOf(fields(ForecastPath.getClassSchema()));
        assertThat(json.at("/made").asText()).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(json.at("/features/0/upper").toString()).isEqualTo("[11.0,null]");
    }

    @Test
    void aForecastThatDoesNotFitItsTopicHasFewerSteps() throws IOException {
        TopicLimits small = new TopicLimits(TopicLimits.LEAST_BYTES, TopicLimits.UNLIMITED, Duration.ofHours(1));

        ProducerRecord<byte[], byte[]> record = written(small, new OutputFormat.Json(), forecast(900));

        JsonNode json = new JsonMapper().readTree(record.value());
        assertThat(record.value()).hasSizeLessThan(TopicLimits.LEAST_BYTES);
        assertThat(json.at("/features/0/expected").size()).isBetween(100, 500);
        assertThat(Written.header(record, Headers.TRUNCATED)).isEqualTo("steps");
    }

    /** Of which the last step is not known. */
    private static MultiStepForecast forecast(int steps) {
        return new MultiStepForecast(
                "h7",
                TIME,
                60_000,
                "lookback-1",
                List.of(new MultiStepForecast.Path("cpu", values(steps, 10), values(steps, 9), values(steps, 11))));
    }

    private static Values values(int steps, double value) {
        double[] values = new double[steps];
        Arrays.fill(values, value);
        values[steps - 1] = Double.NaN;
        return Values.of(values);
    }

    @SuppressWarnings("NullAway") // Flink passes no timestamp for records without one
    private static ProducerRecord<byte[], byte[]> written(
            TopicLimits limits, OutputFormat format, MultiStepForecast forecast) {
        ForecastsToKafka sink = new ForecastsToKafka("forecasts", limits, format);
        sink.open(null, Written.NO_CONTEXT);
        return Objects.requireNonNull(sink.serialize(forecast, Written.NO_CONTEXT, null));
    }

    private static List<String> fields(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
