package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import io.lookback.wire.AlertsToKafka;
import io.lookback.wire.ControlTopic;
import io.lookback.wire.ControlsFromKafka;
import io.lookback.wire.DeadLettersToKafka;
import io.lookback.wire.ForecastsToKafka;
import io.lookback.wire.IncidentsToKafka;
import io.lookback.wire.ObservationsFromKafka;
import io.lookback.wire.Polls;
import io.lookback.wire.ScoresToKafka;
import io.lookback.wire.ToKafka;
import io.lookback.wire.TopicLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JobConfig config;
    private final Map<String, TopicLimits> limits;

    /** Topics that take what topics usually take. */
    public KafkaTopics(JobConfig config) {
        this(config, Map.of());
    }

    /** @param limits of the topics to write, as far as they are known */
    KafkaTopics(JobConfig config, Map<String, TopicLimits> limits) {
        this.config = config;
        this.limits = Map.copyOf(limits);
    }

    /** @param inputs that are read, Kafka's ids by name; empty if nobody asked the brokers */
    public Sources sources(Map<String, String> inputs) {
        return new Sources(new BoundedKafkaSource<>(source()), config.control().map(this::control), inputs);
    }

    private Sources.Control control(ControlSpec control) {
        KafkaSourceBuilder<Either<Rejection, ControlChange>> changes =
                KafkaSource.<Either<Rejection, ControlChange>>builder()
                        .setProperties(config.kafka().consumer())
                        .setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false")
                        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                        .setProperty(Polls.MOST_RECORDS, Polls.FEW)
                        .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false")
                        .setBootstrapServers(config.kafka().servers())
                        .setKafkaSubscriber(PresentTopics.control(control.topic()))
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
                new BoundedKafkaSource<>(changes.build()),
                new ControlTopic(consumer, control.topic(), PATIENCE),
                control.limits());
    }

    public KafkaSource<Either<Rejection, Observation>> source() {
        InputSpec input = config.input();
        KafkaSourceBuilder<Either<Rejection, Observation>> source =
                KafkaSource.<Either<Rejection, Observation>>builder()
                        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                        .setProperties(config.kafka().consumer())
                        // Flink registers a gauge per consumer metric under names that its subtasks share, and warns of
                        // each
                        .setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false")
                        .setBootstrapServers(config.kafka().servers())
                        .setGroupId(input.group())
                        .setClientIdPrefix(input.group())
                        .setStartingOffsets(new StartingOffsets(input.start().offsets(), input.outOfRange()))
                        .setDeserializer(new ObservationsFromKafka(input.decoder()));
        input.topics()
                .pattern()
                .ifPresentOrElse(
                        source::setTopicPattern,
                        () -> source.setKafkaSubscriber(
                                PresentTopics.input(input.topics().names())));
        input.until().ifPresent(until -> source.setBounded(until.offsets()));
        return source.build();
    }

    public Sinks sinks() {
        OutputSpec output = config.output();
        return new Sinks(
                output.scores().map(topic -> resultOutput("scores", scores(topic), DomainTypes.SCORE)),
                output.alerts()
                        .map(topic -> resultOutput(
                                "alerts", new AlertsToKafka(topic, limits(topic), output.format()), DomainTypes.ALERT)),
                output.deadLetters()
                        .map(topic -> sink("dead-letters", topic, new DeadLettersToKafka(topic, limits(topic)))),
                config.control()
                        .flatMap(ControlSpec::shadow)
                        .map(topic -> resultOutput("shadow", scores(topic), DomainTypes.SCORE)),
                output.incidents()
                        .map(incidents -> new Sinks.IncidentOutlet(
                                resultOutput(
                                        "incidents",
                                        new IncidentsToKafka(
                                                incidents.topic(), limits(incidents.topic()), output.format()),
                                        DomainTypes.INCIDENT),
                                incidents.spec())),
                output.forecasts()
                        .map(topic -> resultOutput(
                                "forecasts",
                                new ForecastsToKafka(topic, limits(topic), output.format()),
                                DomainTypes.FORECAST)));
    }

    private ScoresToKafka scores(String topic) {
        return new ScoresToKafka(topic, limits(topic), config.output().format());
    }

    private TopicLimits limits(String topic) {
        return limits.getOrDefault(topic, TopicLimits.USUAL);
    }

    private <T> ResultOutput<T> resultOutput(String part, ToKafka<T> form, TypeInformation<T> type) {
        return new ResultOutput<>(sink(part, form.topic(), form), new FitToTopic<>(form, type));
    }

    /** @param part tells the transactions of the job's sinks apart */
    private <T> Sink<T> sink(String part, String topic, KafkaRecordSerializationSchema<T> serializer) {
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
        return new TopicSink<>(
                sink.setKafkaProducerConfig(producer).build(),
                topic,
                delivery.exactlyOnce() ? delivery.prefix() : null);
    }
}
