package io.lookback.benchmark.endtoend;

import io.lookback.job.JobConfig;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink inside this process for one job after the other, with the memory of {@code lookback run}. */
final class LocalCluster implements AutoCloseable {

    private final MiniCluster cluster;
    private final MemorySize managed;

    private LocalCluster(MiniCluster cluster, MemorySize managed) {
        this.cluster = cluster;
        this.managed = managed;
    }

    /** @param managed memory of all slots, which RocksDB takes its caches and write buffers from */
    static LocalCluster start(int slots, MemorySize managed) throws Exception {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink(managed))
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
        cluster.start();
        return new LocalCluster(cluster, managed);
    }

    /**
     * Returns once every task of the contender's job runs; the caller closes it.
     *
     * @param savepoint to start from
     */
    RunningJob run(Contender contender, JobConfig config, Workload workload, Optional<String> savepoint)
            throws Exception {
        Configuration flink = flink(managed);
        savepoint.ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        contender.define(environment, config, workload);
        return RunningJob.start(cluster, environment.getStreamGraph().getJobGraph());
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }

    private static Configuration flink(MemorySize managed) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, managed);
        // A checkpoint that a canceled job leaves behind is logged after the job's classes are gone.
        flink.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
        return flink;
    }
}
