package io.lookback.job;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job is to go on from, as far as its metadata say whether it can: Flink would find out only in the tasks, and
 * say so in words of its own. A path that cannot be read from here, but perhaps from the cluster, is left to Flink.
 */
final class SavedState {

    private static final Logger LOG = LoggerFactory.getLogger(SavedState.class);
    private static final String METADATA = "_metadata";

    private SavedState() {}

    /** @throws ConfigException if the settings do not fit the savepoint or checkpoint that the environment names */
    static void require(ReadableConfig environment, JobConfig config) {
        environment.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).ifPresent(path -> require(path, config));
    }

    private static void require(String path, JobConfig config) {
        CheckpointMetadata saved;
        try {
            saved = read(path);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The content of {} cannot be checked before the start: {}", path, e.toString());
            return;
        }
        for (OperatorState operator : saved.getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (KeyedStateHandle keyed : subtask.getManagedKeyedState()) {
                    requireParallelism(path, operator.getMaxParallelism(), config);
                    requireBackend(path, keyed, config.state().backend());
                }
            }
        }
    }

    private static CheckpointMetadata read(String path) throws IOException {
        Path given = new Path(path);
        FileSystem system = given.getFileSystem();
        Path file = system.getFileStatus(given).isDir() ? new Path(given, METADATA) : given;
        try (DataInputStream in = new DataInputStream(system.open(file))) {
            return Checkpoints.loadCheckpointMetadata(in, SavedState.class.getClassLoader(), path);
        }
    }

    private static void requireParallelism(String path, int written, JobConfig config) {
        if (written != config.runtime().maxParallelism()) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is %d, %s was written with %d, which is fixed while its state lives. Set it to %d, or start without that state",
                    Key.MAX_PARALLELISM,
                    config.runtime().maxParallelism(),
                    path,
                    written,
                    written));
        }
    }

    /** A savepoint in Flink's canonical form serves every backend, a checkpoint only its own. */
    private static void requireBackend(String path, KeyedStateHandle keyed, StateSpec.Backend backend) {
        StateSpec.Backend written;
        if (keyed instanceof IncrementalRemoteKeyedStateHandle) {
            written = StateSpec.Backend.ROCKSDB;
        } else if (keyed instanceof KeyGroupsStateHandle && !(keyed instanceof KeyGroupsSavepointStateHandle)) {
            written = StateSpec.Backend.HASHMAP;
        } else {
            return;
        }
        if (written != backend) {
            String name = written.name().toLowerCase(Locale.ROOT);
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s is %s, but the checkpoint %s was written with %s. Set it to %s, or stop the job with a savepoint, from which either goes on",
                    Key.STATE_BACKEND,
                    backend.name().toLowerCase(Locale.ROOT),
                    path,
                    name,
                    name));
        }
    }
}
