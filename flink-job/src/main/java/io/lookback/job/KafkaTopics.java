package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.wire.AlertsToKafka;
import io.lookback.wire.ControlTopic;
import io.lookback.wire.ControlsFromKafka;
import io.lookback.wire.DeadLettersToKafka;
import io.lookback.wire.ObservationsFromKafka;
import io.lookback.wire.ScoresToKafka;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The topics that a job reads and writes. */
public final class KafkaTopics {

    /** Left free in a dead letter's request for its headers. */
    private static final int HEADER_ROOM = 64 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int USUAL_MAX_REQUEST = 1 << 20;

    private final JobConfig config;

    public KafkaTopics(JobConfig config) {
        this.config = config;
    }

    public Sources sources() {
        return new Sources(source(), config.control().map(this::control));
    }

    private Sources.Control control(ControlSpec control) {
        KafkaSourceBuilder<Either<Rejection, ControlChange>> changes =
                KafkaSource.<Either<Rejection, ControlChange>>builder()
                        .setProperties(config.kafka().consumer())
                        .setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false")
                        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                        .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false")
                        .setBootstrapServers(config.kafka().servers())
                        .setTopics(control.topic())
                        .setClientIdPrefix(config.input().group() + "-control")
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setDeserializer(new ControlsFromKafka());
        if (config.input().bounded()) {
            changes.setBounded(OffsetsInitializer.latest());
        }
        Properties consumer = config.kafka().consumer();
        consumer.setProperty(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().servers());
        return new Sources.Control(
                changes.build(), new ControlTopic(consumer, control.topic(), PATIENCE), control.limits());
    }

    public KafkaSource<Either<Rejection, Observation>> source() {
        InputSpec input = config.input();
        KafkaSourceBuilder<Either<Rejection, Observation>> source =
                KafkaSource.<Either<Rejection, Observation>>builder()
                        .setProperties(config.kafka().consumer())
                        // Flink registers a gauge per consumer metric under names that its subtasks share, and warns of
                        // each
                        .setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false")
                        .setBootstrapServers(config.kafka().servers())
                        .setTopics(input.topics())
                        .setGroupId(input.group())
                        .setClientIdPrefix(input.group())
                        .setStartingOffsets(new StartingOffsets(input.start().offsets(), input.outOfRange()))
                        .setDeserializer(new ObservationsFromKafka(input.decoder()));
        input.until().ifPresent(until -> source.setBounded(until.offsets()));
        return source.build();
    }

    public Sinks sinks() {
        OutputSpec output = config.output();
        Optional<Sink<Rejection>> deadLetters =
                output.deadLetters().map(topic -> sink("dead-letters", new DeadLettersToKafka(topic, largestValue())));
        return new Sinks(
                output.scores().map(topic -> sink("scores", new ScoresToKafka(topic, output.format()))),
                output.alerts().map(topic -> sink("alerts", new AlertsToKafka(topic, output.format()))),
                deadLetters,
                config.control()
                        .flatMap(ControlSpec::shadow)
                        .map(topic -> sink("shadow", new ScoresToKafka(topic, output.format()))));
    }

    /** @param part tells the transactions of the job's sinks apart */
    private <T> Sink<T> sink(String part, KafkaRecordSerializationSchema<T> serializer) {
        Properties producer = config.kafka().producer();
        KafkaSinkBuilder<T> sink = KafkaSink.<T>builder()
                .setBootstrapServers(config.kafka().servers())
                .setRecordSerializer(serializer)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
        DeliverySpec delivery = config.delivery();
        if (delivery.exactlyOnce()) {
            producer.setProperty(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    String.valueOf(delivery.transactionTimeout().toMillis()));
            sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionalIdPrefix(delivery.prefix() + '-' + part)
                    .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
        }
        return sink.setKafkaProducerConfig(producer).build();
    }

    private int largestValue() {
        String given = config.kafka().properties().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        int request = given == null ? USUAL_MAX_REQUEST : Integer.parseInt(given);
        return Math.max(0, request - HEADER_ROOM);
    }
}
