package io.lookback.cli;

import io.lookback.cli.broker.Trees;
import io.lookback.cli.status.JobStatus;
import io.lookback.cli.status.Rejections;
import io.lookback.cli.status.StatusReporter;
import io.lookback.job.JobConfig;
import io.lookback.job.LookbackJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streaming job on a Flink inside this process, with Flink's web UI. */
public final class LocalJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);

    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> result;
    private final Path directory;
    private final String key;
    private final Rejections rejections = new Rejections();
    private Map<String, Object> accumulators = Map.of();

    private final JobFailures failures;

    private LocalJob(JobClient client, Path directory, String key, JobFailures failures) {
        this.key = key;
        this.failures = failures;
        this.client = client;
        this.result = client.getJobExecutionResult();
        this.directory = directory;
    }

    /**
     * Starts the job; the caller closes it.
     *
     * @param parallelism unless the config names one
     * @param restore what the job goes on from
     */
    public static LocalJob start(JobConfig config, int parallelism, LocalPorts ports, Optional<Restore> restore)
            throws Exception {
        ports.requireFree();
        Path directory = TemporaryFolder.create("flink-");
        try {
            String key = UUID.randomUUID().toString();
            StreamExecutionEnvironment environment = LocalFlink.visible(parallelism, ports, directory, restore, key);
            LookbackJob.define(environment, config);
            return submit(environment, ports, config.runtime().name(), directory, key);
        } catch (Exception failed) {
            Trees.delete(directory);
            throw failed;
        }
    }

    /**
     * @param environment that {@link LocalFlink#visible} made, with these ports
     * @param directory that the job deletes
     * @param key by which the reporter of the job's status is found
     */
    static LocalJob submit(
            StreamExecutionEnvironment environment, LocalPorts ports, String name, Path directory, String key)
            throws Exception {
        JobClient client = environment.executeAsync(name);
        return new LocalJob(client, directory, key, new JobFailures(ports.web(), client.getJobID()));
    }

    /** What the job failed of before it started again, in one line; empty if that cannot be found out. */
    Optional<String> lastFailure() throws InterruptedException {
        return failures.last();
    }

    /** Fails if the job has failed. Returns whether it has ended. */
    public boolean ended() throws Exception {
        return await(Duration.ZERO);
    }

    /** Where the job stands, or stood at its end; rejections are those known last where it did not end in order. */
    public JobStatus status() throws InterruptedException {
        try {
            accumulators = result.isDone() && !result.isCompletedExceptionally()
                    ? result.get().getAllAccumulatorResults()
                    : client.getAccumulators().get(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException ending) {
            LOG.debug("The job does not report its rejections", ending);
        }
        return JobStatus.of(key, rejections.add(accumulators));
    }

    /** Waits for the job's end, at most that long; fails if the job has failed. Returns whether it has ended. */
    public boolean await(Duration patience) throws Exception {
        if (endsWithin(patience)) {
            return true;
        }
        if (!StatusReporter.abandoned(key)) {
            return false;
        }
        if (endsWithin(ANSWER_PATIENCE)) {
            return true;
        }
        throw new JobFailed(new TaskManagerLost());
    }

    private boolean endsWithin(Duration patience) throws InterruptedException, JobFailed {
        try {
            result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException working) {
            return false;
        } catch (ExecutionException failed) {
            boolean lost = ExceptionUtils.findThrowableWithMessage(failed, TaskManagerLost.SHUTDOWN)
                    .isPresent();
            throw new JobFailed(lost ? new TaskManagerLost() : failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** Stops the job, waits for its end, and returns where its state is kept. */
    public String stopWithSavepoint(String folder) throws Exception {
        String savepoint = client.stopWithSavepoint(false, folder, SavepointFormatType.CANONICAL)
                .get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await(STOP_PATIENCE);
        return savepoint;
    }

    /** Cancels the job if it still runs, waits for its end, and deletes its temporary files. */
    @Override
    public void close() {
        Interruption.shielded(this::cancel);
        StatusReporter.forget(key);
        Trees.delete(directory);
    }

    /** Cancels the job if it still runs, and waits for its end. */
    void cancel() {
        try {
            if (!result.isDone()) {
                client.cancel().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
                result.handle((ended, failed) -> true).get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            LOG.warn("The job did not stop in order", failed);
        }
    }

    /**
     * A fatal error ended the TaskManager. Flink starts no other in this process, so a job that may restart waits for ever,
     * and it tells nobody but the log what the error was.
     */
    private static final class TaskManagerLost extends IOException {

        private static final long serialVersionUID = 1L;

        /** What Flink gives instead as the cause. */
        static final String SHUTDOWN = "The TaskExecutor is shutting down";

        TaskManagerLost() {
            super(
                    "A fatal error ended Flink's only TaskManager: the log names it above 'TaskManager #0 failed'. Correct its cause, and start again from the last checkpoint with --restore");
        }
    }

    /** The job failed; the cause says why. */
    public static final class JobFailed extends IOException {

        private static final long serialVersionUID = 1L;

        JobFailed(Throwable cause) {
            super("The job failed", cause);
        }
    }
}
