package io.lookback.job;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job is to go on from, as far as its metadata say whether it can: Flink would find out only in the tasks, and
 * say so in words of its own. A path that cannot be read from here, but perhaps from the cluster, is left to Flink.
 */
final class SavedState {

    private static final Logger LOG = LoggerFactory.getLogger(SavedState.class);
    private static final String METADATA = "_metadata";
    /** Flink's prefix for the second operator of a sink. */
    private static final String COMMITTER = "Sink Committer: ";

    private SavedState() {}

    /** @throws ConfigException if the settings do not fit the savepoint or checkpoint that the environment names */
    static void require(ReadableConfig environment, JobConfig config) {
        environment.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).ifPresent(path -> require(path, config));
    }

    private static void require(String path, JobConfig config) {
        Optional<CheckpointMetadata> saved = readable(path);
        if (saved.isEmpty()) {
            return;
        }
        for (OperatorState operator : saved.get().getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (KeyedStateHandle keyed : subtask.getManagedKeyedState()) {
                    requireParallelism(path, operator.getMaxParallelism(), config);
                    requireBackend(path, keyed, config.state().backend());
                }
            }
        }
    }

    /**
     * Compares the operators, as Flink does only after the start and with hashes in place of their names.
     *
     * @param environment with the job's graph
     * @throws ConfigException if state would be left behind, and nobody allowed it
     */
    static void requireClaimed(StreamExecutionEnvironment environment) {
        ReadableConfig flink = environment.getConfiguration();
        if (!flink.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE)) {
            flink.getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                    .flatMap(SavedState::readable)
                    .ifPresent(saved -> requireClaimed(saved, operators(environment)));
        }
    }

    private static void requireClaimed(CheckpointMetadata saved, Set<OperatorID> operators) {
        List<String> unclaimed = saved.getOperatorStates().stream()
                .filter(state -> !operators.contains(state.getOperatorID()))
                .filter(state -> state.getCoordinatorState() != null
                        || state.getStates().stream().anyMatch(OperatorSubtaskState::hasState))
                .map(state -> state.getOperatorUid()
                        .or(state::getOperatorName)
                        .orElse(state.getOperatorID().toString()))
                .map(name -> name.replace(COMMITTER, ""))
                .distinct()
                .sorted()
                .toList();
        if (!unclaimed.isEmpty()) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "The saved state has operators that these settings leave out: %s. Name the topics again that they had"
                            + " (settings under output., control. and shadow.), or leave their state behind with"
                            + " --allow-non-restored-state, which `flink run` spells --allowNonRestoredState",
                    unclaimed));
        }
    }

    private static Set<OperatorID> operators(StreamExecutionEnvironment environment) {
        Set<OperatorID> operators = new HashSet<>();
        for (JobVertex vertex : environment.getStreamGraph(false).getJobGraph().getVertices()) {
            for (OperatorIDPair operator : vertex.getOperatorIDs()) {
                operators.add(operator.getUserDefinedOperatorID().orElse(operator.getGeneratedOperatorID()));
            }
        }
        return operators;
    }

    private static Optional<CheckpointMetadata> readable(String path) {
        try {
            return Optional.of(read(path));
        } catch (IOException | RuntimeException e) {
            LOG.warn("The content of {} cannot be checked before the start: {}", path, e.toString());
            return Optional.empty();
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
