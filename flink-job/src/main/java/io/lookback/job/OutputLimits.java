package io.lookback.job;

import io.lookback.wire.TopicLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the limits of a topic from its own settings, from those of a broker where there is no such topic yet, and from
 * the job's producer. What nobody tells is taken to be what Kafka does by itself.
 */
final class OutputLimits {

    private static final String MAX_BYTES = "max.message.bytes";
    private static final String BROKER_MAX_BYTES = "message.max.bytes";
    private static final String BEFORE = "message.timestamp.before.max.ms";
    private static final String AFTER = "message.timestamp.after.max.ms";
    private static final String EITHER = "message.timestamp.difference.max.ms";
    private static final String BROKER_PREFIX = "log.";

    private final Map<String, String> broker;
    private final Map<String, String> producer;

    /** @param producer properties as given, of Kafka's clients */
    OutputLimits(Map<String, String> broker, Map<String, String> producer) {
        this.broker = broker;
        this.producer = producer;
    }

    /**
     * @param settings of the topic; empty where there is none, or it does not tell
     * @throws ConfigException if the topic takes less than the cause of a dead letter
     */
    TopicLimits of(String topic, Map<String, String> settings) {
        long bytes = Stream.of(
                        number(settings, MAX_BYTES).or(() -> number(broker, BROKER_MAX_BYTES)),
                        number(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        number(producer, ProducerConfig.BUFFER_MEMORY_CONFIG),
                        usual(producer))
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .min()
                .orElse(TopicLimits.USUAL.maxBytes());
        if (bytes < TopicLimits.LEAST_BYTES) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "Topic '%s' takes records of %,d bytes (%s of the topic, %s and %s under kafka.), %,d are the least that a job needs. Raise it",
                    topic,
                    bytes,
                    MAX_BYTES,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    TopicLimits.LEAST_BYTES));
        }
        return new TopicLimits(
                (int) Math.min(bytes, Integer.MAX_VALUE),
                time(settings, BEFORE, TopicLimits.USUAL.before()),
                time(settings, AFTER, TopicLimits.USUAL.after()));
    }

    /** What the producer sends unless it is told otherwise. */
    private static Optional<Long> usual(Map<String, String> producer) {
        return producer.containsKey(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)
                ? Optional.empty()
                : Optional.of((long) TopicLimits.USUAL.maxBytes());
    }

    private Duration time(Map<String, String> settings, String name, Duration usual) {
        return number(settings, name)
                .or(() -> number(broker, BROKER_PREFIX + name))
                .or(() -> number(settings, EITHER))
                .map(millis -> Duration.ofMillis(Math.max(0, millis)))
                .orElse(usual);
    }

    private static Optional<Long> number(Map<String, String> settings, String name) {
        try {
            return Optional.ofNullable(settings.get(name)).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
