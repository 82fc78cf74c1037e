package io.lookback.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The brokers.
 *
 * @param properties of Kafka's clients, as given; never shown, since they hold secrets
 */
public record KafkaSpec(List<String> bootstrap, Map<String, String> properties) {

    public KafkaSpec {
        bootstrap = List.copyOf(bootstrap);
        properties = Map.copyOf(properties);
        if (bootstrap.isEmpty()) {
            throw new IllegalArgumentException("kafka.bootstrap is empty: give at least one host:port");
        }
        for (String broker : bootstrap) {
            if (!broker.matches("\\S+:\\d{1,5}")) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "kafka.bootstrap is '%s': give host:port", broker));
            }
        }
    }

    public String servers() {
        return String.join(",", bootstrap);
    }

    /** For consumers: without what only the other clients know, which they would warn about. */
    public Properties consumer() {
        return only(ConsumerConfig.configNames());
    }

    public Properties producer() {
        return only(ProducerConfig.configNames());
    }

    public Properties admin() {
        Properties admin = only(AdminClientConfig.configNames());
        admin.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers());
        return admin;
    }

    /** What this client knows, and what none knows: that belongs to a plug-in. */
    private Properties only(Set<String> known) {
        Predicate<String> foreign = name -> !known.contains(name)
                && (ConsumerConfig.configNames().contains(name)
                        || ProducerConfig.configNames().contains(name)
                        || AdminClientConfig.configNames().contains(name));
        Properties selected = new Properties();
        properties.forEach((name, value) -> {
            if (!foreign.test(name)) {
                selected.setProperty(name, value);
            }
        });
        return selected;
    }

    @Override
    public String toString() {
        return servers() + " with " + properties.keySet();
    }
}
