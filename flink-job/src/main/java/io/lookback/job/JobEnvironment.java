package io.lookback.job;

import java.io.IOException;
import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompactionStyle;

/** Tells Flink how a job is to run. */
public final class JobEnvironment {

    private JobEnvironment() {}

    /** Sets what the configuration says of state, checkpoints, restarts and parallelism. */
    public static void configure(StreamExecutionEnvironment environment, JobConfig config) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.NAME, config.runtime().name());
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.MAX_PARALLELISM, config.runtime().maxParallelism());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, restart(environment, config));
        state(flink, config.state());
        if (config.state().backend() == StateSpec.Backend.ROCKSDB) {
            compactions(flink, environment.getConfiguration());
        }
        flushes(flink, environment.getConfiguration(), config);
        environment.configure(flink);
        config.runtime().parallelism().ifPresent(environment::setParallelism);
    }

    /** Checkpoints in the JobManager's memory end at 5 MB of state, and then the job restarts for ever. */
    static void requireCheckpointStorage(StreamExecutionEnvironment environment) {
        ReadableConfig flink = environment.getConfiguration();
        if (flink.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY).isEmpty()) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "Neither %s nor the cluster's %s says where checkpoints go: give a directory that all"
                            + " processes reach, such as s3://bucket/lookback or file:///mnt/shared/lookback",
                    Key.STATE_CHECKPOINTS,
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY.key()));
        }
    }

    /**
     * Makes the checkpoints' directory, for a job in this process: a cluster's processes may see other file systems.
     *
     * @throws ConfigException if it cannot be made
     */
    static void requireWritable(StreamExecutionEnvironment environment, JobConfig config) {
        if (!(environment instanceof LocalStreamEnvironment)) {
            return;
        }
        config.state().checkpoints().map(Path::new).ifPresent(directory -> {
            try {
                if (!directory.getFileSystem().mkdirs(directory)) {
                    throw new IOException("it cannot be created");
                }
            } catch (IOException e) {
                throw config.settings()
                        .wrong(
                                Key.STATE_CHECKPOINTS,
                                String.format(
                                        Locale.ROOT,
                                        "give a directory that this process can write to (%s)",
                                        e.getMessage()));
            }
        });
    }

    private static void state(Configuration flink, StateSpec state) {
        flink.set(StateBackendOptions.STATE_BACKEND, state.backend().name().toLowerCase(Locale.ROOT));
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, state.backend() == StateSpec.Backend.ROCKSDB);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, state.interval());
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        state.checkpoints().ifPresent(directory -> {
            flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory);
        });
    }

    /**
     * Merges files of like size rather than each few new ones with the whole level below. Records come for all series,
     * so that would rewrite every history, and an incremental checkpoint carries whatever was rewritten.
     */
    private static void compactions(Configuration flink, ReadableConfig cluster) {
        if (cluster.getOptional(RocksDBConfigurableOptions.COMPACTION_STYLE).isEmpty()) {
            flink.set(RocksDBConfigurableOptions.COMPACTION_STYLE, CompactionStyle.UNIVERSAL);
        }
    }

    /**
     * Network buffers are flushed as often as waves. With Flink's default of 100 ms, a record would spend most of its time in
     * one.
     */
    private static void flushes(Configuration flink, ReadableConfig cluster, JobConfig config) {
        if (cluster.getOptional(ExecutionOptions.BUFFER_TIMEOUT).isEmpty()) {
            flink.set(ExecutionOptions.BUFFER_TIMEOUT, config.flow().wave().deadline());
        }
    }

    /** A job in this process, or one with an end, that starts over looks like one that hangs. */
    private static String restart(StreamExecutionEnvironment environment, JobConfig config) {
        boolean failFast =
                environment instanceof LocalStreamEnvironment || config.input().bounded();
        return switch (config.runtime().restart()) {
            case NONE -> "none";
            case BACKOFF -> "exponential-delay";
            case AUTO -> failFast ? "none" : "exponential-delay";
        };
    }
}
