package io.lookback.job;

import io.lookback.wire.TopicLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job's entrance: {@code flink run lookback-job.jar --config job.yaml --set kafka.bootstrap=broker:9092}. What is
 * wrong with the settings, the models or the brokers stops it before the first record, with a {@link ConfigException}.
 */
@Command(
        name = "lookback-job",
        mixinStandardHelpOptions = true,
        description = "Scores the series of a Kafka topic and writes scores and alerts to others.")
public final class LookbackJob {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Option(names = "--config", paramLabel = "FILE", description = "The job's settings in YAML.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as kafka.bootstrap=broker:9092; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Check settings and models, print every effective setting, and start nothing.")
    private boolean dryRun;

    private LookbackJob() {}

    public static void main(String[] arguments) throws Exception {
        LookbackJob job = new LookbackJob();
        CommandLine command = new CommandLine(job);
        CommandLine.ParseResult parsed = command.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(parsed)) {
            return;
        }
        job.run(command.getOut());
    }

    private void run(PrintWriter out) throws Exception {
        JobConfig config = JobConfig.load(Optional.ofNullable(file), overrides);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        if (dryRun) {
            check(environment, config, out);
            return;
        }
        define(environment, config);
        environment.execute(config.runtime().name());
    }

    /**
     * Makes the environment ready to execute the job. Asks the brokers and the registry first, so that what would fail later
     * fails now.
     *
     * @throws ConfigException if settings, models, brokers or the registry do not allow the job
     */
    public static void define(StreamExecutionEnvironment environment, JobConfig config) {
        JobEnvironment.configure(environment, config);
        JobEnvironment.requireCheckpointStorage(environment);
        JobEnvironment.requireWritable(environment, config);
        SavedState.require(environment.getConfiguration(), config);
        try (KafkaPreflight preflight = new KafkaPreflight(config, PATIENCE)) {
            Map<String, TopicLimits> limits = preflight.check();
            announce(config);
            assemble(
                    environment,
                    preflight.inOnePartition() ? config.inOnePartition() : config,
                    limits,
                    preflight.inputs());
        }
        SavedState.requireClaimed(environment);
    }

    /** A schema that the registry refuses stops the job here and not at its first score. */
    private static void announce(JobConfig config) {
        OutputSpec output = config.output();
        try {
            output.format().announce(output.scores(), output.alerts(), PATIENCE);
            if (output.incidents().isPresent()) {
                output.format().announceIncidents(output.incidents().get().topic(), PATIENCE);
            }
            if (output.forecasts().isPresent()) {
                output.format().announceForecasts(output.forecasts().get(), PATIENCE);
            }
            output.format().announce(config.control().flatMap(ControlSpec::shadow), Optional.empty(), PATIENCE);
        } catch (IOException e) {
            throw new ConfigException(
                    String.format(
                            Locale.ROOT,
                            "The schemas of the output are not registered: %s. Check %s and the subjects' rules of compatibility",
                            e.getMessage(),
                            Key.OUTPUT_REGISTRY),
                    e);
        }
    }

    /**
     * Checks settings and models without any broker, and prints every effective setting and what a series takes.
     *
     * @throws ConfigException if settings or models do not allow the job
     */
    public static void check(StreamExecutionEnvironment environment, JobConfig config, PrintWriter out) {
        JobEnvironment.configure(environment, config);
        assemble(environment, config, Map.of(), Map.of());
        out.print(config.describe());
        out.print(StatePerSeries.describe(config.flow(), config.features()));
        out.flush();
    }

    private static void assemble(
            StreamExecutionEnvironment environment,
            JobConfig config,
            Map<String, TopicLimits> limits,
            Map<String, String> inputs) {
        KafkaTopics topics = new KafkaTopics(config, limits);
        try {
            Pipeline.assemble(environment, topics.sources(inputs), config.input(), config.flow(), topics.sinks());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
