package io.lookback.job;

import io.lookback.wire.TopicLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers, before a job starts, for what would otherwise make it fail and restart for ever. */
final class KafkaPreflight implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPreflight.class);
    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";
    private static final String CLEANUP = "cleanup.policy";
    private static final String COMPACT = "compact";
    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private final JobConfig config;
    private final Duration patience;
    private final KafkaClients clients;
    private final Admin admin;
    /** The topics that are there to be read. */
    private List<String> found = List.of();

    /** @param patience with brokers that do not answer */
    KafkaPreflight(JobConfig config, Duration patience) {
        this.config = config;
        this.patience = patience;
        Properties properties = config.kafka().admin();
        properties.putIfAbsent(
                AdminClientConfig.CLIENT_ID_CONFIG, config.input().group() + "-preflight");
        this.clients = new KafkaClients(config.kafka(), config.delivery(), config.settings());
        this.admin = clients.ask(() -> Admin.create(properties));
    }

    /**
     * Returns what the topics to write take.
     *
     * @throws ConfigException if the job cannot work with these brokers
     */
    Map<String, TopicLimits> check() {
        clients.open();
        Collection<Node> brokers = answer(
                admin.describeCluster().nodes(),
                String.format(
                        Locale.ROOT,
                        "The brokers at %s do not answer",
                        config.kafka().servers()));
        Map<String, String> settings =
                brokers.isEmpty() ? Map.of() : settings(brokers.iterator().next());
        Set<String> topics = answer(admin.listTopics().names(), "The brokers do not list their topics");
        requireInputs(topics);
        requireOutputs(topics, settings);
        config.control().ifPresent(control -> requireControl(control.topic(), topics));
        requireTimeout(settings);
        return limits(topics, settings);
    }

    private Map<String, TopicLimits> limits(Set<String> topics, Map<String, String> broker) {
        OutputLimits limits = new OutputLimits(broker, config.kafka().properties());
        return outputs().distinct().collect(Collectors.toMap(Function.identity(), topic -> {
            TopicLimits found = limits.of(
                    topic, topics.contains(topic) ? settings(topic(topic), "Topic '" + topic + "'") : Map.of());
            LOG.info("Topic '{}' takes {}", topic, found);
            return found;
        }));
    }

    private Stream<String> outputs() {
        OutputSpec output = config.output();
        return Stream.of(
                        output.scores(),
                        output.alerts(),
                        output.incidents().map(OutputSpec.Incidents::topic),
                        output.forecasts(),
                        output.deadLetters(),
                        config.control().flatMap(ControlSpec::shadow))
                .flatMap(Optional::stream);
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    /** The ids of the input topics, by name. */
    Map<String, String> inputs() {
        Map<String, String> ids = new HashMap<>();
        answer(
                        admin.describeTopics(found).allTopicNames(),
                        "The brokers do not describe the topics of " + Key.INPUT_TOPIC)
                .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        return ids;
    }

    private void requireInputs(Set<String> topics) {
        found = config.input().topics().among(topics);
        List<String> missing = found.isEmpty()
                ? config.input().topics().texts()
                : missing(
                        Stream.concat(found.stream(), config.input().topics().names().stream())
                                .distinct(),
                        topics);
        if (config.input().topics().pattern().isPresent() && missing.isEmpty()) {
            LOG.info(
                    "{} {} stands for the topics {}",
                    Key.INPUT_TOPIC,
                    config.input().topics(),
                    found);
        }
        if (!missing.isEmpty()) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is %s: at %s there is no such topic, or the user may not see it. Create it first",
                    Key.INPUT_TOPIC,
                    missing,
                    config.kafka().servers()));
        }
    }

    /** A sink that waits for a topic fails after a minute, again and again. */
    private void requireOutputs(Set<String> topics, Map<String, String> settings) {
        List<String> missing = missing(outputs(), topics);
        if (!missing.isEmpty() && "false".equals(settings.get(AUTO_CREATE))) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "The topics %s (settings under output. and shadow.) do not exist at %s, and the brokers create none by"
                            + " themselves. Create them first, or set the one that nobody wants to none",
                    missing,
                    config.kafka().servers()));
        }
    }

    /** Where records leave by age, rules would stop to hold without anybody saying so. */
    private void requireControl(String topic, Set<String> topics) {
        if (!topics.contains(topic)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is '%s': at %s there is no such topic, or the user may not see it. Create it with %s=%s, or add a first rule with `lookback rules add`",
                    Key.CONTROL_TOPIC,
                    topic,
                    config.kafka().servers(),
                    CLEANUP,
                    COMPACT));
        }
        String policy = settings(topic(topic), "Topic '" + topic + "'").getOrDefault(CLEANUP, COMPACT);
        if (!policy.equals(COMPACT)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is '%s', whose %s is %s: its entries would leave with time. Set it to %s",
                    Key.CONTROL_TOPIC,
                    topic,
                    CLEANUP,
                    policy,
                    COMPACT));
        }
    }

    /** Whether all of the input is in one partition, and so in one order. */
    boolean inOnePartition() {
        return config.input().topics().pattern().isEmpty()
                && answer(
                                        admin.describeTopics(found).allTopicNames(),
                                        "The brokers do not describe the topics "
                                                + config.input().topics())
                                .values()
                                .stream()
                                .mapToInt(topic -> topic.partitions().size())
                                .sum()
                        == 1;
    }

    private static List<String> missing(Stream<String> wanted, Set<String> topics) {
        return wanted.filter(topic -> !topics.contains(topic)).toList();
    }

    /** The broker refuses transactions that ask for more time than it gives. */
    private void requireTimeout(Map<String, String> settings) {
        Duration asked = config.delivery().transactionTimeout();
        String most = settings.get(MAX_TIMEOUT);
        if (config.delivery().exactlyOnce() && most != null && asked.toMillis() > Long.parseLong(most)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is %s, the brokers allow at most %s (%s): give less, or raise it there",
                    Key.DELIVERY_TIMEOUT,
                    EnumNames.show(asked),
                    EnumNames.show(Duration.ofMillis(Long.parseLong(most))),
                    MAX_TIMEOUT));
        }
    }

    /** The settings of a broker; empty where it does not tell them to this user, as of a topic below. */
    private Map<String, String> settings(Node node) {
        return settings(new ConfigResource(ConfigResource.Type.BROKER, node.idString()), "Broker " + node);
    }

    private Map<String, String> settings(ConfigResource resource, String who) {
        try {
            Map<String, String> settings = new HashMap<>();
            answer(admin.describeConfigs(List.of(resource)).all(), who + " does not tell its settings")
                    .values()
                    .forEach(found -> found.entries().stream()
                            .filter(entry -> entry.value() != null)
                            .forEach(entry -> settings.put(entry.name(), entry.value())));
            return settings;
        } catch (ConfigException e) {
            LOG.warn("{}: what depends on them is not checked", e.getMessage());
            return Map.of();
        }
    }

    private <T> T answer(KafkaFuture<T> future, String failure) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ConfigException(failure + ": " + reason(e), e);
        } catch (TimeoutException e) {
            throw new ConfigException(
                    String.format(
                            Locale.ROOT,
                            "%s within %s. Check kafka.bootstrap and the settings of security",
                            failure,
                            EnumNames.show(patience)),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static String reason(ExecutionException failure) {
        return String.valueOf(
                failure.getCause() == null
                        ? failure.getMessage()
                        : failure.getCause().getMessage());
    }

    private static ConfigException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ConfigException("Interrupted while asking the brokers", cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
