package io.lookback.cli.demo;

import io.lookback.cli.AttendedSteps;
import io.lookback.cli.CliException;
import io.lookback.cli.DurationConverter;
import io.lookback.cli.LiveLine;
import io.lookback.cli.LocalJob;
import io.lookback.cli.LocalPorts;
import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.watch.Browser;
import io.lookback.job.JobConfig;
import io.lookback.wire.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole on one machine. */
@Command(
        name = "demo",
        description = {
            "Shows Lookback at work on this machine: a Kafka broker and Flink inside this process, series with labeled anomalies replayed into a topic, and scores and alerts as they come.",
            "",
            "Nothing needs to be installed, and its data is deleted at the end. The detector never sees a label; with --once a summary holds the alerts against them.",
        })
public final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--once",
            description =
                    "Stop at the end of the data, print a summary, and fail unless every valid record got exactly one score.")
    private boolean once;

    @Option(
            names = "--input",
            paramLabel = "FILE|DIR",
            description =
                    "Replay CSV files instead: first column the timestamp, other columns of numbers the values; a file is a series.")
    private @Nullable Path input;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "With --input: time between rows of files without timestamps (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "3000",
            description = "Records of each generated series in a round (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the generated series (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Records sent a second, all series together; 0 for as many as possible (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Use a Kafka broker that runs already.")
    private @Nullable String bootstrap;

    @Option(
            names = "--no-job",
            description =
                    "With --bootstrap: start no Flink, but replay into the topics of a job that runs elsewhere with the demonstration's settings.")
    private boolean noJob;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = "lookback-",
            description =
                    "Prefix of the topic names. The topics must not exist yet, except with --no-job (default: ${DEFAULT-VALUE}).")
    private String prefix;

    @Mixin
    private LocalPorts ports;

    @Option(
            names = "--page-port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description =
                    "Port of the live page, which shows series, scores and alerts; 0 for any free one; with --once there is no page (default: ${DEFAULT-VALUE}).")
    private int pagePort;

    @Option(names = "--open", description = "Open the live page in a browser, where there is a desktop.")
    private boolean open;

    @Option(names = "--parallelism", paramLabel = "N", description = "Subtasks (default: the number of processors).")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the job, such as detection.warm-up=200; may be repeated.")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws Exception {
        if (noJob && bootstrap == null) {
            throw new CliException("--no-job needs --bootstrap HOST:PORT: the broker of the job that runs elsewhere.");
        }
        if (!noJob) {
            ports.requireFree();
        }
        if (!noJob && !once && pagePort != 0) {
            Ports.requireFree(pagePort, "the live page", "--page-port");
        }
        LiveLine console = new LiveLine(spec.commandLine().getOut(), System.console() != null, System::nanoTime);
        try (Replay replay = replay()) {
            if (noJob) {
                return send(replay, String.valueOf(bootstrap), console);
            }
            if (bootstrap != null) {
                return show(replay, bootstrap, console);
            }
            console.print("Starting Kafka in this process ...");
            try (EmbeddedBroker broker = EmbeddedBroker.start()) {
                return show(replay, broker.bootstrap(), console);
            }
        }
    }

    private Replay replay() {
        if (input == null) {
            return new GeneratedReplay(seed, records, once ? 1 : Long.MAX_VALUE);
        }
        PrintWriter err = spec.commandLine().getErr();
        return new FileReplay(
                SeriesFile.find(input, skipped -> err.println(Printable.line("Skipped: " + skipped))), interval);
    }

    private int send(Replay replay, String broker, LiveLine console) throws Exception {
        DemoTopics topics = new DemoTopics(prefix);
        console.print(String.format(
                Locale.ROOT,
                "Replaying %d series into topic %s of %s for a job that runs elsewhere.",
                replay.series().size(),
                topics.observations(),
                broker));
        return new Demonstration(replay, broker, topics, () -> false, console).run(rate, once);
    }

    private int show(Replay replay, String broker, LiveLine console) throws Exception {
        DemoTopics topics = new DemoTopics(prefix);
        try (Topics admin = new Topics(broker)) {
            admin.create(topics.partitions());
        }
        List<String> told = new ArrayList<>(topics.settings(broker));
        told.addAll(AttendedSteps.shown(settings));
        told.addAll(settings);
        console.print("Starting Flink in this process ...");
        try (LocalJob job =
                        LocalJob.start(JobConfig.load(Optional.empty(), told), parallelism, ports, Optional.empty());
                DemoPage page = DemoPage.start(broker, topics, once ? OptionalInt.empty() : OptionalInt.of(pagePort))) {
            page.address().ifPresent(address -> announce(address, console));
            console.print(String.format(
                    Locale.ROOT,
                    """
                    %s
                      Kafka            %s, topics %s, %s, %s, %s
                      Scores           ./lookback tail scores --bootstrap %s --topic %s
                    Replaying %d series, %s. Stop with Ctrl-C.""",
                    ports.describe(),
                    broker,
                    topics.observations(),
                    topics.scores(),
                    topics.alerts(),
                    topics.deadLetters(),
                    broker,
                    topics.scores(),
                    replay.series().size(),
                    rate > 0 ? String.format(Locale.ROOT, "%.0f records a second", rate) : "as fast as possible"));
            return new Demonstration(replay, broker, topics, job::ended, console).run(rate, once);
        }
    }

    private void announce(String address, LiveLine console) {
        console.print(String.format(Locale.ROOT, "%n  Watch it live:   %s%n", address));
        if (open) {
            Browser.open(address);
        }
    }
}
