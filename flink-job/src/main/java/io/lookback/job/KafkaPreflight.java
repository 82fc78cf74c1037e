package io.lookback.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers, before a job starts, for what would otherwise make it fail and restart for ever. */
final class KafkaPreflight implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPreflight.class);
    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

    private final JobConfig config;
    private final Duration patience;
    private final Admin admin;

    /** @param patience with brokers that do not answer */
    KafkaPreflight(JobConfig config, Duration patience) {
        this.config = config;
        this.patience = patience;
        Properties properties = config.kafka().admin();
        properties.putIfAbsent(
                AdminClientConfig.CLIENT_ID_CONFIG, config.input().group() + "-preflight");
        this.admin = admin(properties);
    }

    private static Admin admin(Properties properties) {
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new ConfigException(
                    "Kafka's client cannot be made from the settings under kafka.: " + reason.getMessage(), e);
        }
    }

    /** @throws ConfigException if the job cannot work with these brokers */
    void check() {
        Collection<Node> brokers = answer(
                admin.describeCluster().nodes(),
                "The brokers at %s do not answer".formatted(config.kafka().servers()));
        requireTopics(config.input().topics());
        if (config.delivery().exactlyOnce() && !brokers.isEmpty()) {
            requireTimeout(brokers.iterator().next());
        }
    }

    private void requireTopics(List<String> topics) {
        var unused = answer(
                admin.describeTopics(topics).allTopicNames(),
                "Not every topic of %s (input.topic) can be read at %s"
                        .formatted(topics, config.kafka().servers()));
    }

    /** The broker refuses transactions that ask for more time than it gives. */
    private void requireTimeout(Node node) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        try {
            Map<ConfigResource, Config> found =
                    admin.describeConfigs(List.of(resource)).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            found.values().stream()
                    .map(broker -> broker.get(MAX_TIMEOUT))
                    .filter(entry -> entry != null && entry.value() != null)
                    .forEach(entry -> requireAtMost(Duration.ofMillis(Long.parseLong(entry.value()))));
        } catch (ExecutionException e) {
            LOG.warn(
                    "Broker {} does not tell its {}; delivery.transaction-timeout is not checked",
                    node,
                    MAX_TIMEOUT,
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw new ConfigException("Broker %s does not answer within %s".formatted(node, Key.show(patience)), e);
        }
    }

    private void requireAtMost(Duration most) {
        Duration asked = config.delivery().transactionTimeout();
        if (asked.compareTo(most) > 0) {
            throw new ConfigException("%s is %s, the brokers allow at most %s (%s): give less, or raise it there"
                    .formatted(Key.DELIVERY_TIMEOUT, Key.show(asked), Key.show(most), MAX_TIMEOUT));
        }
    }

    private <T> T answer(KafkaFuture<T> future, String failure) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ConfigException(failure + ": " + reason(e), e);
        } catch (TimeoutException e) {
            throw new ConfigException(
                    "%s within %s. Check kafka.bootstrap and the settings of security"
                            .formatted(failure, Key.show(patience)),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "it does not exist. Create it first";
        }
        return cause instanceof AuthorizationException
                ? "the user may not describe it (%s)".formatted(cause.getMessage())
                : String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
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
