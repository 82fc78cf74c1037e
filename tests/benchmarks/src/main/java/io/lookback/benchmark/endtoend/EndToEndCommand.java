package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.FiguresFile;
import io.lookback.cli.DurationConverter;
import io.lookback.cli.broker.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run end-to-end}. */
@Command(
        name = "end-to-end",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Compares whole jobs, from a Kafka topic to a Kafka topic, on one broker and one Flink at a time in"
                        + " this process.")
public final class EndToEndCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--records", defaultValue = "2000000", description = "Records in the topic.")
    private long records;

    @Option(names = "--series", defaultValue = "1000", description = "Series that they belong to.")
    private int series;

    @Option(names = "--features", defaultValue = "1", description = "Values of each record.")
    private int features;

    @Option(names = "--rounds", defaultValue = "3", description = "Counted runs of each contender.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Each contender's round that goes before the first and does not count: until its code is"
                    + " compiled; 0: there is none.")
    private int warmUp;

    @Option(
            names = "--settle",
            defaultValue = "100",
            description = "Records of each series before those that count: from about there on every detector judges.")
    private int settle;

    @Option(
            names = "--settle-limit",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Time after which counting begins with what is settled.")
    private Duration settleLimit;

    @Option(
            names = "--limit",
            defaultValue = "8s",
            converter = DurationConverter.class,
            description = "Time after which a contender that is not through is stopped.")
    private Duration limit;

    @Option(
            names = "--rate-fraction",
            defaultValue = "0.5",
            description = "Load under which latency is measured, as a share of the contender's own throughput; 0: it is"
                    + " not measured.")
    private double rateFraction;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "The same load for all contenders, records/s, so that their latencies compare; 0: each bears"
                    + " its own share.")
    private double rate;

    @Option(
            names = "--latency-time",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Duration of that load; a quarter as much goes before and does not count.")
    private Duration latencyTime;

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "A,B",
            description = "Which to run; all without it: pass-through,naive,rcf,none,lstm,lookback,"
                    + "self-attention-rnn,local-attention,all-three.")
    private List<String> contenders = List.of();

    @Option(
            names = "--behind",
            defaultValue = "0",
            description =
                    "Records that each series has behind it when the jobs of none and lstm start; the others start"
                            + " with new series.")
    private int behind;

    @Option(
            names = "--lives",
            defaultValue = "100",
            description = "Different lives among the series of --behind; each belongs to many series.")
    private int lives;

    @Option(names = "--parallelism", defaultValue = "1", description = "Of every job, and partitions of the topic.")
    private int parallelism;

    @Option(
            names = "--backend",
            defaultValue = "HASHMAP",
            description = "State of every job: ${COMPLETION-CANDIDATES}.")
    private Setup.Backend backend;

    @Option(
            names = "--checkpoints",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Time between checkpoints; a job as shipped takes one every 30 s.")
    private Duration checkpoints;

    @Option(
            names = "--managed-memory",
            defaultValue = "256m",
            description = "Flink's managed memory, out of which RocksDB takes its caches and write buffers.")
    private MemorySize managed;

    @Option(names = "--history", defaultValue = "256", description = "Past steps that a self-attention cell reads.")
    private int history;

    @Option(names = "--wave", description = "Records of a wave (default: as shipped).")
    private @Nullable Integer wave;

    @Option(
            names = "--deadline",
            converter = DurationConverter.class,
            description = "Longest wait for a wave (default: as shipped).")
    private @Nullable Duration deadline;

    @Mixin
    private FiguresFile figures;

    private EndToEndCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command; a test may run it in its own process. */
    static CommandLine commandLine() {
        return new CommandLine(new EndToEndCommand())
                .registerConverter(MemorySize.class, MemorySize::parse)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("lookback-end-to-end-");
        Setup setup = new Setup(directory, parallelism, backend, checkpoints, managed, options());
        Workload workload = new Workload(series, features);
        try (Runs runs = Runs.prepare(setup, workload, new Lives(behind, lives))) {
            EndToEndReport report = new EndToEndBenchmark(
                            plan(), workload, runs, spec.commandLine().getErr())
                    .run();
            report.print(spec.commandLine().getOut());
            figures.write(report);
        } finally {
            Trees.delete(directory);
        }
        return 0;
    }

    private Plan plan() {
        return new Plan(contenders(), trial(), Duration.ofSeconds(warmUp), rounds, rateFraction, rate, latencyTime);
    }

    private ThroughputTrial trial() {
        return new ThroughputTrial(records, (long) settle * series, settleLimit, limit);
    }

    private List<Contender> contenders() {
        return contenders.isEmpty()
                ? Arrays.asList(Contender.values())
                : contenders.stream().map(Contender::of).distinct().toList();
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("history.max-steps=" + history);
        options.add("state.max-series=" + Math.max(1_000_000, 2 * series));
        if (wave != null) {
            options.add("wave.size=" + wave);
        }
        if (deadline != null) {
            options.add("wave.deadline=" + deadline.toNanos() + " ns");
        }
        return options;
    }
}
