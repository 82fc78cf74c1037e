package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.testkit.FaultCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Records as they come in, and as those that cannot be used go out again. */
class DeadLettersTest {

    private static final long TIME = 1_700_000_000_123L;

    @Test
    void recordsComeInWithAllTheyHave() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1}).add("empty", null);
        byte[] value = Decoding.utf8("{\"series\": \"a\", \"time\": 1700000000001, \"values\": [1]}");

        Either<Rejection, Observation> read = read(headers, value);

        Observation observation = read.right();
        assertThat(observation.origin()).isEqualTo(new Origin("metrics", 3, 42, false));
        assertThat(observation.payload())
                .isEqualTo(new Payload(
                        Bytes.wrap(Decoding.utf8("k")),
                        Bytes.wrap(value),
                        List.of(
                                new Payload.Header("trace", Bytes.wrap(new byte[] {1})),
                                new Payload.Header("empty", null)),
                        TIME));
    }

    @Test
    void deadLettersAreTheRecordAsItCameWithItsCause() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        Rejection rejection = read(headers, new byte[] {'{', 0}).left();

        ProducerRecord<byte[], byte[]> record =
                new DeadLettersToKafka("dead", TopicLimits.USUAL).serialize(rejection, Written.NO_CONTEXT, null);

        assertThat(record.topic()).isEqualTo("dead");
        assertThat(record.key()).asString().isEqualTo("k");
        assertThat(record.value()).containsExactly('{', 0);
        assertThat(record.headers().lastHeader("trace").value()).containsExactly(1);
        assertThat(Written.header(record, "__lookback.errors.topic")).isEqualTo("metrics");
        assertThat(Written.header(record, "__lookback.errors.partition")).isEqualTo("3");
        assertThat(Written.header(record, "__lookback.errors.offset")).isEqualTo("42");
        assertThat(Written.header(record, "__lookback.errors.timestamp")).isEqualTo(String.valueOf(TIME));
        assertThat(Written.header(record, "__lookback.errors.stage")).isEqualTo("DECODE");
        assertThat(Written.header(record, "__lookback.errors.reason")).isEqualTo("UNDECODABLE");
        assertThat(Written.header(record, "__lookback.errors.exception.class.name"))
                .isEqualTo("io.lookback.event.Rejection");
        assertThat(Written.header(record, "__lookback.errors.exception.message"))
                .startsWith("The value is not JSON: ");
    }

    @FaultCase(
            kind = "Output too large for its topic",
            input =
                    "dead letter with a key of 20 kB, a header of 20 kB and a value of 30 kB, topic limits of 8 to 25 kB",
            outcome = "truncated, with the original sizes")
    @Test
    void deadLettersThatTheBrokerWouldRefuseAreCutAndSaySo() {
        Payload payload = new Payload(
                Bytes.wrap(new byte[20_000]),
                Bytes.wrap(new byte[30_000]),
                List.of(
                        new Payload.Header("small", Bytes.wrap(new byte[10])),
                        new Payload.Header("large", Bytes.wrap(new byte[20_000]))),
                TIME);
        Rejection rejection =
                new Rejection(new Origin("metrics", 0, 1), payload, Rejection.Reason.LATE, "\u20ac".repeat(5_000));

        for (int most : List.of(TopicLimits.LEAST_BYTES, 10_000, 25_000)) {
            ProducerRecord<byte[], byte[]> record =
                    new DeadLettersToKafka("dead", limits(most)).serialize(rejection, Written.NO_CONTEXT, null);

            assertThat(TopicLimits.size(
                            record.key(), record.value(), record.headers().toArray()))
                    .isBetween(most / 3, most);
            assertThat(Written.header(record, "__lookback.errors.value.bytes")).isEqualTo("30000");
            assertThat(Written.header(record, "__lookback.errors.stage")).isEqualTo("ORDER");
            assertThat(record.headers().lastHeader("small")).isNotNull();
            assertThat(DeadLettersToKafka.cut(record.headers())).isTrue();
        }
        ProducerRecord<byte[], byte[]> least = new DeadLettersToKafka("dead", limits(TopicLimits.LEAST_BYTES))
                .serialize(rejection, Written.NO_CONTEXT, null);
        assertThat(Written.header(least, "__lookback.errors.key.bytes")).isEqualTo("20000");
        assertThat(Written.header(least, "__lookback.errors.headers.left-out")).isEqualTo("1");
        assertThat(least.key()).hasSizeBetween(100, 5_000);
    }

    @Test
    void deadLettersThatFitAreNotCut() {
        Payload payload = new Payload(null, Bytes.wrap(new byte[30_000]), List.of(), TIME);
        Rejection rejection = new Rejection(new Origin("metrics", 0, 1), payload, Rejection.Reason.LATE, "late");

        ProducerRecord<byte[], byte[]> record =
                new DeadLettersToKafka("dead", limits(40_000)).serialize(rejection, Written.NO_CONTEXT, null);

        assertThat(record.value()).hasSize(30_000);
        assertThat(DeadLettersToKafka.cut(record.headers())).isFalse();
    }

    @Test
    void aHeaderOfTheProducerDoesNotMakeALetterCut() {
        Payload payload = new Payload(
                null,
                Bytes.wrap(new byte[9]),
                List.of(new Payload.Header("__lookback.errors.value.bytes", Bytes.wrap(new byte[] {'5'}))),
                TIME);
        Rejection rejection = new Rejection(new Origin("metrics", 0, 1), payload, Rejection.Reason.LATE, "late");

        ProducerRecord<byte[], byte[]> record =
                new DeadLettersToKafka("dead", limits(40_000)).serialize(rejection, Written.NO_CONTEXT, null);

        assertThat(DeadLettersToKafka.cut(record.headers())).isFalse();
    }

    private static TopicLimits limits(int maxBytes) {
        return new TopicLimits(maxBytes, TopicLimits.UNLIMITED, TopicLimits.USUAL.after());
    }

    private static Either<Rejection, Observation> read(RecordHeaders headers, byte[] value) throws Exception {
        ObservationsFromKafka source =
                new ObservationsFromKafka(new DecoderSpec(new InputFormat.Json(), Decoding.usual()));
        source.open(new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                throw new UnsupportedOperationException();
            }
        });
        List<Either<Rejection, Observation>> read = new ArrayList<>();
        source.deserialize(
                new ConsumerRecord<>(
                        "metrics",
                        3,
                        42,
                        TIME,
                        TimestampType.CREATE_TIME,
                        1,
                        value.length,
                        Decoding.utf8("k"),
                        value,
                        headers,
                        Optional.empty()),
                new Collector<>() {
                    @Override
                    public void collect(Either<Rejection, Observation> record) {
                        read.add(record);
                    }

                    @Override
                    public void close() {}
                });
        return read.get(0);
    }
}
