package io.lookback.cli;

import io.lookback.cli.http.FlinkGuardFactory;
import io.lookback.cli.http.MetricsReporter;
import io.lookback.cli.status.StatusReporter;
import io.lookback.cli.status.StatusReporterFactory;
import io.lookback.job.RuntimeSpec;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink inside this process. A job that fails ends the command instead of trying again. */
public final class LocalFlink {

    /** How often progress arrives. */
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private static final String REPORTER = "prometheus";
    private static final String STATUS = "status";

    private static final String LOOPBACK = "127.0.0.1";

    private LocalFlink() {}

    /** For jobs that nobody looks at. */
    public static StreamExecutionEnvironment hidden(int parallelism) {
        return hidden(parallelism, Map.of());
    }

    /**
     * @param settings of Flink beyond the usual ones
     * @throws CliException if the parallelism is out of Flink's range
     */
    public static StreamExecutionEnvironment hidden(int parallelism, Map<String, String> settings) {
        OptionRange.requireAtMost("--parallelism", parallelism, RuntimeSpec.MOST_PARALLELISM);
        Configuration configuration = common();
        settings.forEach(configuration::setString);
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    }

    /**
     * With Flink's web UI.
     *
     * @param ports of the UI and, if wanted, of Flink's Prometheus reporter; {@link LocalPorts#requireFree} tells before
     *     whether they are taken
     * @param directory for checkpoints, unless the job names another
     * @param restore what the job goes on from
     * @param key by which the reporter of the job's status is found
     */
    static StreamExecutionEnvironment visible(
            int parallelism, LocalPorts ports, Path directory, Optional<Restore> restore, String key) {
        OptionRange.requireAtMost("--parallelism", parallelism, RuntimeSpec.MOST_PARALLELISM);
        Configuration configuration = common();
        configuration.set(RestOptions.BIND_ADDRESS, ports.address().getHostAddress());
        configuration.set(RestOptions.PORT, ports.ui());
        configuration.set(RestOptions.BIND_PORT, Integer.toString(ports.ui()));
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        reportStatus(configuration, key);
        ports.prometheus().ifPresent(port -> report(configuration, ports.address(), port));
        restore.ifPresent(from -> {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from.path());
            configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, from.partial());
        });
        return StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration)
                .setParallelism(parallelism);
    }

    private static void reportStatus(Configuration configuration, String key) {
        configuration.set(MetricOptions.REPORTERS_LIST, STATUS);
        configuration.setString("metrics.reporter." + STATUS + ".factory.class", StatusReporterFactory.class.getName());
        configuration.setString("metrics.reporter." + STATUS + '.' + StatusReporter.KEY, key);
    }

    /** As a cluster's own configuration does it; label values stay as they are. */
    private static void report(Configuration configuration, InetAddress address, int port) {
        String prefix = "metrics.reporter." + REPORTER + ".";
        configuration.set(MetricOptions.REPORTERS_LIST, STATUS + ',' + REPORTER);
        configuration.setString(prefix + "factory.class", MetricsReporter.Factory.class.getName());
        configuration.setString(prefix + MetricsReporter.ADDRESS, address.getHostAddress());
        configuration.setString(prefix + MetricsReporter.PORT, Integer.toString(port));
        configuration.setString(prefix + "filterLabelValueCharacters", "false");
    }

    private static Configuration common() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        // A task that runs out of memory ends the process: without it the job would stand, and nobody be told
        configuration.set(TaskManagerOptions.KILL_ON_OUT_OF_MEMORY, true);
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        String temporary = TemporaryFolder.create("flink-").toString();
        configuration.set(CoreOptions.TMP_DIRS, temporary);
        configuration.set(WebOptions.TMP_DIR, temporary);
        shut(configuration);
        return configuration;
    }

    /**
     * Nobody but this process uses these ports, and they obey whoever reaches them: Flink would open them at every
     * address.
     */
    private static void shut(Configuration configuration) {
        configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(FlinkGuardFactory.GUARDED, true);
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        configuration.set(WebOptions.RESCALE_ENABLE, false);
    }
}
