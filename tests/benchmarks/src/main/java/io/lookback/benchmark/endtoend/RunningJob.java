package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** One job of a {@link LocalCluster}. Closing it cancels the job and waits for its end. One thread. */
final class RunningJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final MiniCluster cluster;
    private final JobID job;

    private RunningJob(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /** Returns once every task of the job runs. */
    static RunningJob start(MiniCluster cluster, JobGraph graph) throws Exception {
        RunningJob job = new RunningJob(cluster, await(cluster.submitJob(graph)).getJobID());
        try {
            job.awaitTasks();
            return job;
        } catch (Exception failed) {
            job.close();
            throw failed;
        }
    }

    /** Fails if the job does, with its cause. */
    void requireRunning() throws Exception {
        if (await(cluster.getJobStatus(job)).isGloballyTerminalState()) {
            JobResult result = await(cluster.requestJobResult(job));
            throw new IllegalStateException(
                    "The job ended before its time",
                    result.getSerializedThrowable().orElse(null));
        }
    }

    /** Takes a full checkpoint and tells what it took. */
    Checkpoint checkpoint() throws Exception {
        long id = await(cluster.triggerCheckpoint(job, CheckpointType.FULL));
        CompletedCheckpointStats latest =
                graph().getCheckpointStatsSnapshot().getHistory().getLatestCompletedCheckpoint();
        if (latest == null || latest.getCheckpointId() < id) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "Checkpoint %d is complete and Flink's statistics lack it", id));
        }
        return new Checkpoint(latest.getStateSize(), latest.getEndToEndDuration());
    }

    @Override
    public void close() throws Exception {
        if (!await(cluster.getJobStatus(job)).isGloballyTerminalState()) {
            await(cluster.cancelJob(job));
            await(cluster.requestJobResult(job));
        }
    }

    /**
     * A completed checkpoint.
     *
     * @param bytes of state
     * @param millis from its trigger to its last acknowledgement
     */
    record Checkpoint(long bytes, long millis) {}

    private void awaitTasks() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!tasksRun()) {
            requireRunning();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The job's tasks do not all run after " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** A job that reads its savepoint has no tasks yet. */
    private boolean tasksRun() throws Exception {
        boolean run = false;
        for (AccessExecutionVertex task : graph().getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
            run = true;
        }
        return run;
    }

    private AccessExecutionGraph graph() throws Exception {
        return await(cluster.getExecutionGraph(job));
    }

    private static <T> T await(Future<? extends T> answer) throws Exception {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
