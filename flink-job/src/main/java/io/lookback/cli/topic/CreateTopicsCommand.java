package io.lookback.cli.topic;

import io.lookback.cli.CliException;
import io.lookback.cli.DurationConverter;
import io.lookback.cli.broker.Topics;
import io.lookback.job.JobConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics that a job writes. */
@Command(
        name = "create",
        description = {
            "Creates the topics that the settings under output., control. and shadow. name, as far as they do not exist.",
            "",
            "Scores, alerts, incidents, forecasts and dead letters get as many partitions as the input has and are kept for a time; the control topic gets one partition and is compacted. The replication factor is the brokers' own. A topic that exists is never changed: what differs is shown. So the command may be repeated.",
        })
final class CreateTopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "The job's settings in YAML.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as kafka.bootstrap=broker:9092; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Partitions of scores, alerts, incidents and dead letters (default: as many as the input has).")
    private int partitions;

    @Option(
            names = "--keep-scores",
            paramLabel = "DURATION",
            defaultValue = "7 d",
            converter = DurationConverter.class,
            description = "How long scores and forecasts are kept (default: ${DEFAULT-VALUE}).")
    private Duration scores;

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            defaultValue = "30 d",
            converter = DurationConverter.class,
            description = "How long alerts, incidents and dead letters are kept (default: ${DEFAULT-VALUE}).")
    private Duration others;

    @Option(names = "--dry-run", description = "Show what would be created, and create nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (partitions < 0) {
            throw new CliException(String.format(Locale.ROOT, "--partitions is %d: give 1 or more.", partitions));
        }
        JobConfig job = JobConfig.load(Optional.ofNullable(config), settings);
        try (Topics topics = new Topics(job.kafka().servers(), client(job))) {
            create(topics, job);
        }
        return 0;
    }

    private void create(Topics topics, JobConfig job) {
        PrintWriter out = spec.commandLine().getOut();
        Set<String> present = topics.names();
        int wide = partitions == 0 ? partitionsOfInput(topics, present, job) : partitions;
        List<WantedTopic> wanted = WantedTopic.of(job, wide, scores, others);
        List<WantedTopic> missing =
                wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
        if (!dryRun && !missing.isEmpty()) {
            topics.create(missing.stream().map(WantedTopic::made).toList());
        }
        String unfit = "";
        for (WantedTopic topic : wanted) {
            String state;
            if (missing.contains(topic)) {
                state = (dryRun ? "would be created: " : "created: ") + topic.describe();
            } else {
                List<String> differences = topic.differences(
                        topics.partitions(List.of(topic.name())).getOrDefault(topic.name(), 0),
                        topics.settings(topic.name()));
                state = differences.isEmpty()
                        ? "exists as it should be"
                        : "exists and stays as it is: " + String.join(", ", differences);
                boolean loses = differences.stream().anyMatch(difference -> difference.startsWith("cleanup.policy"));
                unfit = topic.compacted() && loses ? topic.name() : unfit;
            }
            out.printf(Locale.ROOT, "%-32s %s%n", topic.name(), state);
        }
        out.flush();
        if (!unfit.isEmpty()) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "A job refuses the control topic '%s' as it is: its entries would leave with time. Set cleanup.policy=compact on it, or name another topic.",
                    unfit));
        }
    }

    private static int partitionsOfInput(Topics topics, Set<String> present, JobConfig job) {
        List<String> missing = job.input().topics().names().stream()
                .filter(topic -> !present.contains(topic))
                .toList();
        List<String> found = job.input().topics().among(present);
        if (!missing.isEmpty() || found.isEmpty()) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "There is no topic %s (input.topic), so the number of partitions is unknown: give --partitions.",
                    missing.isEmpty() ? job.input().topics() : missing));
        }
        return topics.partitions(found).values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
    }

    private static Map<String, String> client(JobConfig job) {
        Map<String, String> client = new HashMap<>();
        job.kafka().admin().forEach((key, value) -> client.put(String.valueOf(key), String.valueOf(value)));
        return client;
    }
}
