package io.lookback.cli.broker;

import io.lookback.cli.CliException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a broker. */
public final class Topics implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 20;
    private static final Duration RETRY = Duration.ofMillis(100);

    private final String bootstrap;
    private final Admin admin;

    public Topics(String bootstrap) {
        this(bootstrap, Map.of());
    }

    /** @param properties further properties of Kafka's clients, such as those for security */
    public Topics(String bootstrap, Map<String, String> properties) {
        this.bootstrap = bootstrap;
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", bootstrap);
        settings.putIfAbsent("request.timeout.ms", "10000");
        settings.putIfAbsent("default.api.timeout.ms", "15000");
        this.admin = Admin.create(settings);
    }

    /**
     * Creates topics with the broker's own replication factor; returns once each of their partitions can be written.
     * (A producer that writes earlier may have its first batch refused and the second taken: the first then stays out
     * of sequence until it expires.) Fails if one of them exists.
     */
    public void create(Map<String, Integer> partitions) {
        Set<String> present = new TreeSet<>(names());
        present.retainAll(partitions.keySet());
        if (!present.isEmpty()) {
            throw new CliException(String.format(
                    Locale.ROOT, "Topics %s exist already on %s and may hold other records.", present, bootstrap));
        }
        Collection<NewTopic> topics = partitions.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), Optional.of(topic.getValue()), Optional.empty()))
                .toList();
        await(admin.createTopics(topics).all().toCompletionStage().toCompletableFuture(), "create topics");
        awaitLeaders(partitions);
    }

    /**
     * Creates a topic of one partition that keeps the last record of each key. Returns whether there was none. Fails if
     * it exists and is not compacted.
     */
    public boolean createCompacted(String topic) {
        if (names().contains(topic)) {
            requireCompacted(topic);
            return false;
        }
        NewTopic compacted = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        await(admin.createTopics(List.of(compacted)).all().toCompletionStage().toCompletableFuture(), "create topics");
        awaitLeaders(Map.of(topic, 1));
        return true;
    }

    /** Fails if a topic does not keep the last record of each key; passes if the broker does not say. */
    public void requireCompacted(String topic) {
        String policy = policy(topic);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "Topic '%s' at %s has %s=%s, a control topic needs %s. Name the job's control.topic with --topic, or change the setting if this is the right topic.",
                    topic,
                    bootstrap,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    policy,
                    TopicConfig.CLEANUP_POLICY_COMPACT));
        }
    }

    private String policy(String topic) {
        try {
            return settings(topic).getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (CliException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return TopicConfig.CLEANUP_POLICY_COMPACT;
            }
            throw failed;
        }
    }

    /** Creates topics with settings of their own and the broker's replication factor. */
    public void create(Collection<NewTopic> topics) {
        await(admin.createTopics(topics).all().toCompletionStage().toCompletableFuture(), "create topics");
        awaitLeaders(topics.stream().collect(Collectors.toMap(NewTopic::name, NewTopic::numPartitions)));
    }

    /** How many partitions each of these topics has, which exist. */
    public Map<String, Integer> partitions(Collection<String> topics) {
        return await(
                        admin.describeTopics(topics)
                                .allTopicNames()
                                .toCompletionStage()
                                .toCompletableFuture(),
                        "describe topics")
                .values()
                .stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.partitions().size()));
    }

    /** The settings of a topic that exists. */
    public Map<String, String> settings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(
                        admin.describeConfigs(List.of(resource))
                                .all()
                                .toCompletionStage()
                                .toCompletableFuture(),
                        "tell the settings of a topic")
                .values()
                .stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    public Set<String> names() {
        return await(admin.listTopics().names().toCompletionStage().toCompletableFuture(), "list topics");
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Asks each partition's leader for its end; brokers that have not heard of a new topic do not know it. */
    private void awaitLeaders(Map<String, Integer> partitions) {
        Map<TopicPartition, OffsetSpec> ends = partitions.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                await(
                        admin.listOffsets(ends).all().toCompletionStage().toCompletableFuture(),
                        "lead the partitions of new topics");
                return;
            } catch (CliException failed) {
                boolean unheard = failed.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unheard || System.nanoTime() > deadline) {
                    throw failed;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private <T> T await(Future<T> answer, String what) {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while the broker was asked to " + what, interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new CliException(
                    String.format(Locale.ROOT, "Kafka at %s did not %s: %s", bootstrap, what, cause.getMessage()),
                    cause);
        } catch (TimeoutException silent) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "Kafka at %s did not answer within %d s (%s). Is the address right?",
                            bootstrap,
                            TIMEOUT_SECONDS,
                            what),
                    silent);
        }
    }
}
