package io.lookback.cli;

import io.lookback.cli.estimate.HeapFit;
import io.lookback.job.JobConfig;
import io.lookback.job.LookbackJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a job on this machine. */
@Command(
        name = "run",
        description = {
            "Runs the streaming job on a Flink inside this process, against the Kafka that the settings name.",
            "",
            "Where state.checkpoints names a directory, Ctrl-C leaves a savepoint there, and --restore resumes from it. For a Flink cluster give flink-job/target/lookback-job.jar to `flink run` with the same options.",
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

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
            names = "--dry-run",
            description = "Check settings and models, print every effective setting, and start nothing.")
    private boolean dryRun;

    @Mixin
    private LocalPorts ports;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks, unless the settings name them (default: the number of processors).")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @ArgGroup(exclusive = false)
    private @Nullable Restore restore;

    @Override
    public Integer call() throws Exception {
        JobConfig job = JobConfig.load(Optional.ofNullable(config), settings);
        if (dryRun) {
            LookbackJob.check(
                    LocalFlink.hidden(parallelism), job, spec.commandLine().getOut());
            return 0;
        }
        if (restore != null) {
            restore.requireComplete();
        }
        LiveLine console = new LiveLine(spec.commandLine().getOut(), false, System::nanoTime);
        try (LocalJob running = LocalJob.start(job, parallelism, ports, Optional.ofNullable(restore))) {
            console.print(String.format(
                    Locale.ROOT,
                    "Job '%s' runs. Stop with Ctrl-C.%n%s",
                    job.runtime().name(),
                    ports.describe()));
            if (job.state().checkpoints().isEmpty()) {
                console.print("Its state is lost when this process ends: set state.checkpoints to keep it.");
            }
            if (restore != null && job.input().bounded()) {
                console.print(String.format(
                        Locale.ROOT,
                        "Partitions that %s knows end where they were to end when it was written, if anywhere.",
                        restore.path()));
            }
            HeapFit.warning(job, Runtime.getRuntime().maxMemory()).ifPresent(console::print);
            await(running, job, new StatusLines(running, console));
            console.print("The job has ended.");
            if (running.status().fruitless()) {
                throw new CliException(
                        "Nothing could be scored: correct the settings under input. by what is wrong with the first record.");
            }
        }
        return 0;
    }

    private static void await(LocalJob running, JobConfig job, StatusLines lines) throws Exception {
        try {
            while (!running.await(POLL)) {
                lines.update();
            }
            lines.end();
        } catch (InterruptedException stopped) {
            Interruption.shielded(() -> stop(running, job.state().checkpoints(), lines));
            throw stopped;
        } catch (LocalJob.JobFailed failed) {
            lines.stopped(false);
            throw failed;
        }
    }

    /** The account comes last: while the job stops, it goes on scoring. */
    private static void stop(LocalJob running, Optional<String> folder, StatusLines lines) {
        if (folder.isEmpty()) {
            running.cancel();
            lines.stopped(false);
            return;
        }
        lines.console().print("Stopping with a savepoint.");
        try {
            String savepoint = running.stopWithSavepoint(folder.get());
            lines.stopped(true);
            lines.console().print("Stopped. Resume with --restore " + savepoint);
        } catch (Exception failed) {
            lines.stopped(false);
            lines.console()
                    .print(String.format(
                            Locale.ROOT,
                            "Stopped without a savepoint (%s); the last checkpoint is in %s",
                            Reasons.of(failed),
                            folder.get()));
        }
    }
}
