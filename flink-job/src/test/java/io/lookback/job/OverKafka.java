package io.lookback.job;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Jobs over the topics of a broker. */
final class OverKafka {

    static final int PARTITIONS = 3;

    private OverKafka() {}

    /** Of a job that reads what the topic {@code metrics} holds, and ends. */
    static JobConfig config(EmbeddedBroker broker, Path checkpoints, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "kafka.bootstrap=" + broker.bootstrap(),
                "input.topic=metrics",
                "input.start=earliest",
                "input.until=latest",
                "state.checkpoints=" + checkpoints.toUri(),
                "state.interval=200 ms"));
        all.addAll(List.of(overrides));
        return JobConfig.load(Optional.empty(), all, Map.of());
    }

    static void create(EmbeddedBroker broker, String... names) {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Arrays.stream(names).collect(Collectors.toMap(Function.identity(), name -> PARTITIONS)));
        }
    }
}
