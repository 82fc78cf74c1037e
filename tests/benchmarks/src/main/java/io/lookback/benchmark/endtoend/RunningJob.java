package io.lookback.benchmark.endtoend;

import io.lookback.job.JobConfig;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One job on a Flink of its own inside this process. Closing it ends both. One thread. */
final class RunningJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private final MiniCluster cluster;
    private final JobID job;

    private RunningJob(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /** Returns once every task of the job runs. */
    static RunningJob start(Entrant entrant, JobConfig config, Setup setup, Workload workload) throws Exception {
        Configuration flink = flink();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        entrant.define(environment, config, workload);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumSlotsPerTaskManager(setup.parallelism())
                .withRandomPorts()
                .build());
        try {
            cluster.start();
            JobID job = await(cluster.submitJob(environment.getStreamGraph().getJobGraph()))
                    .getJobID();
            RunningJob running = new RunningJob(cluster, job);
            running.awaitTasks();
            return running;
        } catch (Exception failed) {
            cluster.close();
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
            throw new IllegalStateException("Checkpoint %d is complete and Flink's statistics lack it".formatted(id));
        }
        return new Checkpoint(latest.getStateSize(), latest.getEndToEndDuration());
    }

    /** Cancels first: a cluster that is closed under a running job fills the log with what it interrupts. */
    @Override
    public void close() throws Exception {
        try (cluster) {
            if (!await(cluster.getJobStatus(job)).isGloballyTerminalState()) {
                await(cluster.cancelJob(job));
                await(cluster.requestJobResult(job));
            }
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

    private boolean tasksRun() throws Exception {
        for (AccessExecutionVertex task : graph().getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    private AccessExecutionGraph graph() throws Exception {
        return await(cluster.getExecutionGraph(job));
    }

    /** Memory as {@code lookback run} has it. */
    private static Configuration flink() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        return flink;
    }

    private static <T> T await(Future<? extends T> answer) throws Exception {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
