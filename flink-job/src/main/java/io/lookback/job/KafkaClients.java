package io.lookback.job;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Has Kafka's own clients judge the settings under {@code kafka.} before the first record, and refuses those that they
 * take although the job cannot keep its promises with them. Otherwise a task would find out, with neither key nor value
 * in its message, and some only at the first score.
 */
final class KafkaClients {

    private static final String PREFIX = "kafka.";

    private static final String LOGIN = PREFIX + SaslConfigs.SASL_JAAS_CONFIG;

    /** One round trip to the brokers, for a topic's metadata, must fit into it. */
    private static final long LEAST_BLOCK_MS = 100;
    /** Shorter values are in many messages by chance. */
    private static final int TELLING = 4;

    private final Settings settings;
    private final KafkaSpec kafka;
    private final DeliverySpec delivery;

    KafkaClients(KafkaSpec kafka, DeliverySpec delivery, Settings settings) {
        this.settings = settings;
        this.kafka = kafka;
        this.delivery = delivery;
    }

    /**
     * Checks every property without a connection.
     *
     * @throws ConfigException if a client refuses one, or the job does
     */
    void check() {
        ask(() -> new AdminClientConfig(kafka.admin()));
        ask(() -> new ConsumerConfig(consumer()));
        requireIdempotence();
        ProducerConfig producer = ask(() -> new ProducerConfig(producer()));
        requireAcknowledgments(producer);
        requireTimeToBlock(producer);
        requireTimeToDeliver(producer);
        requireDiscoveryInterval();
    }

    /**
     * Opens a producer and a consumer, which load their plug-ins, keys and logins.
     *
     * @throws ConfigException if one of them cannot be opened
     */
    void open() {
        ask(() -> new KafkaProducer<byte[], byte[]>(producer())).close();
        ask(() -> new KafkaConsumer<byte[], byte[]>(consumer())).close();
    }

    /** Opens a client or reads its settings; what it says against one becomes a {@link ConfigException}. */
    <T> T ask(Opening<T> opening) {
        try {
            return opening.open();
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /** What asks a client. */
    interface Opening<T> {
        T open();
    }

    private Properties consumer() {
        Properties consumer = kafka.consumer();
        consumer.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.servers());
        consumer.setProperty(ConsumerConfig.GROUP_ID_CONFIG, settings.text(Key.INPUT_GROUP));
        consumer.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        consumer.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return consumer;
    }

    private Properties producer() {
        Properties producer = kafka.producer();
        producer.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.servers());
        producer.setProperty(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        producer.setProperty(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        if (delivery.exactlyOnce()) {
            producer.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, delivery.prefix());
            producer.setProperty(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    String.valueOf(delivery.transactionTimeout().toMillis()));
        }
        return producer;
    }

    private void requireIdempotence() {
        String given = kafka.properties().get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        if (delivery.exactlyOnce() && "false".equals(given)) {
            throw wrong(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    Key.DELIVERY_GUARANTEE + " exactly-once needs it; give true, or leave it out");
        }
    }

    private void requireAcknowledgments(ProducerConfig producer) {
        if (!producer.getString(ProducerConfig.ACKS_CONFIG).equals("-1")) {
            throw wrong(
                    ProducerConfig.ACKS_CONFIG,
                    "scores that a broker loses or refuses would be missing, and nobody be told; give all, or leave it out");
        }
    }

    /** A property of Flink's source, which no client knows. */
    private void requireDiscoveryInterval() {
        try {
            KafkaSourceOptions.getOption(
                    kafka.consumer(), KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS, Long::parseLong);
        } catch (NumberFormatException e) {
            throw wrong(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "give a whole number");
        }
    }

    private void requireTimeToBlock(ProducerConfig producer) {
        if (producer.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG) < LEAST_BLOCK_MS) {
            throw wrong(
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    String.format(
                            Locale.ROOT,
                            "the brokers have to describe a topic in that time; give %d or more, or leave it out",
                            LEAST_BLOCK_MS));
        }
    }

    /** As the producer checks it when it is opened. */
    private void requireTimeToDeliver(ProducerConfig producer) {
        long least = producer.getLong(ProducerConfig.LINGER_MS_CONFIG)
                + producer.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (kafka.properties().containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
                && producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < Math.min(least, Integer.MAX_VALUE)) {
            throw wrong(
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    String.format(
                            Locale.ROOT,
                            "give the sum of %s and %s, which is %d, or more",
                            PREFIX + ProducerConfig.LINGER_MS_CONFIG,
                            PREFIX + ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            least));
        }
    }

    private ConfigException wrong(String property, String wayOut) {
        return new ConfigException(
                String.format(Locale.ROOT, "%s: %s", settings.given().get(PREFIX + property), wayOut));
    }

    private ConfigException refused(KafkaException refusal) {
        String message = KafkaRefusal.of(refusal);
        String shown = KafkaRefusal.without(
                secrets(),
                String.valueOf(
                        settings.masked(new IllegalArgumentException(message)).getMessage()));
        if (KafkaRefusal.isOfLogin(message) && !settings.given().containsKey(LOGIN)) {
            return new ConfigException(String.format(Locale.ROOT, "%s is missing: %s", LOGIN, shown));
        }
        return meant(message)
                .map(setting ->
                        new ConfigException(String.format(Locale.ROOT, "%s: %s", setting, reason(shown, setting))))
                .orElseGet(() -> new ConfigException(
                        "Kafka's client cannot be created from the settings under kafka.: " + shown));
    }

    private List<String> secrets() {
        return settings.given().values().stream()
                .filter(setting -> setting.key().startsWith(PREFIX) && setting.hidden())
                .map(Setting::text)
                .toList();
    }

    /** The setting that a client's message names, or else the one whose value it quotes. */
    private Optional<Setting> meant(String message) {
        if (KafkaRefusal.isOfLogin(message)) {
            return Optional.ofNullable(settings.given().get(LOGIN));
        }
        return longest(message, setting -> Stream.of(setting.key().substring(PREFIX.length())))
                .or(() -> longest(
                        message,
                        setting -> Arrays.stream(setting.text().split(","))
                                .map(String::strip)
                                .filter(value -> value.length() >= TELLING)));
    }

    private Optional<Setting> longest(String message, Function<Setting, Stream<String>> texts) {
        return settings.given().values().stream()
                .filter(setting -> setting.key().startsWith(PREFIX))
                .filter(setting -> texts.apply(setting).anyMatch(message::contains))
                .max(Comparator.comparingInt(setting -> texts.apply(setting)
                        .filter(message::contains)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)));
    }

    /** Without the key and the value, which the setting shows by itself. */
    private static String reason(String message, Setting setting) {
        String property = setting.key().substring(PREFIX.length());
        return message.replaceFirst("^(?s)Invalid value .* for configuration \\Q" + property + "\\E(: |$)", "");
    }
}
