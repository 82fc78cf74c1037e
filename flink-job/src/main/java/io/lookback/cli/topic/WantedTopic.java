package io.lookback.cli.topic;

import io.lookback.job.ControlSpec;
import io.lookback.job.JobConfig;
import io.lookback.job.OutputSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as a job should find it.
 *
 * @param settings that differ from what brokers give to a topic
 */
record WantedTopic(String name, int partitions, Map<String, String> settings) {

    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    WantedTopic {
        settings = Map.copyOf(settings);
    }

    /**
     * Those that a job writes, and its control topic, whose entries stay for good and are in one order.
     *
     * @param partitions of scores, alerts, incidents, forecasts and dead letters
     * @param scores how long they and forecasts are kept
     * @param others how long alerts, incidents and dead letters are kept
     */
    static List<WantedTopic> of(JobConfig job, int partitions, Duration scores, Duration others) {
        List<WantedTopic> wanted = new ArrayList<>();
        add(wanted, job.output().scores(), partitions, kept(scores));
        add(wanted, job.output().alerts(), partitions, kept(others));
        add(wanted, job.output().incidents().map(OutputSpec.Incidents::topic), partitions, kept(others));
        add(wanted, job.output().forecasts(), partitions, kept(scores));
        add(wanted, job.output().deadLetters(), partitions, kept(others));
        add(wanted, job.control().flatMap(ControlSpec::shadow), partitions, kept(scores));
        add(wanted, job.control().map(ControlSpec::topic), 1, COMPACTED);
        return wanted;
    }

    private static void add(
            List<WantedTopic> wanted, Optional<String> name, int partitions, Map<String, String> settings) {
        name.ifPresent(topic -> wanted.add(new WantedTopic(topic, partitions, settings)));
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retention.toMillis()));
    }

    NewTopic made() {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    /** Whether its entries stay for good. */
    boolean compacted() {
        return settings.equals(COMPACTED);
    }

    /** What of a topic that exists is otherwise, in words; none if it is as it should be. */
    List<String> differences(int has, Map<String, String> found) {
        List<String> differences = new ArrayList<>();
        if (has != partitions) {
            differences.add(String.format(Locale.ROOT, "partitions is %d and not %d", has, partitions));
        }
        new TreeMap<>(settings).forEach((key, value) -> {
            if (!value.equals(found.get(key))) {
                differences.add(String.format(Locale.ROOT, "%s is %s and not %s", key, found.get(key), value));
            }
        });
        return differences;
    }

    String describe() {
        return partitions
                + (partitions == 1 ? " partition, " : " partitions, ")
                + new TreeMap<>(settings)
                        .entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
