package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.FaultCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class UnclaimedStateTest {

    private static final long PATIENCE_S = 120;

    @TempDir
    private Path folder;

    @Test
    @FaultCase(
            kind = "Restore does not match the job",
            input = "savepoint of a job with shadow.topic, restored without it",
            outcome =
                    "refused before startup; the message has the operators and the option that leaves their state behind")
    void stateThatNoOperatorClaimsIsLeftBehindOnlyIfAllowed() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            OverKafka.create(broker, "metrics", "scores", "shadow");
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.createCompacted("control");
            }
            String savepoint = stopped(broker);

            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> LookbackJob.define(from(savepoint, false), config(broker)))
                    .withMessageStartingWith(
                            "The saved state has operators that these settings leave out: [shadow, shadow-scores]. ")
                    .withMessageContaining("--allow-non-restored-state");

            StreamExecutionEnvironment allowed = from(savepoint, true);
            LookbackJob.define(allowed, config(broker));
            JobClient job = allowed.executeAsync("restored");
            awaitRunning(job);
            job.cancel().get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    private String stopped(EmbeddedBroker broker) throws Exception {
        StreamExecutionEnvironment environment = LocalFlink.hidden(1);
        LookbackJob.define(environment, config(broker, "shadow.topic=shadow"));
        JobClient job = environment.executeAsync("with a shadow");
        awaitRunning(job);
        return job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static void awaitRunning(JobClient job) throws Exception {
        while (job.getJobStatus().get() != JobStatus.RUNNING
                || !job.getAccumulators().isDone()) {
            assertThat(job.getJobStatus().get()).isNotIn(JobStatus.FAILED, JobStatus.FINISHED);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        TimeUnit.SECONDS.sleep(3);
    }

    private static StreamExecutionEnvironment from(String savepoint, boolean partial) {
        Configuration restore = new Configuration();
        restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        restore.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, partial);
        StreamExecutionEnvironment environment = LocalFlink.hidden(1);
        environment.configure(restore);
        return environment;
    }

    private JobConfig config(EmbeddedBroker broker, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "input.until=forever",
                "control.topic=control",
                "output.scores=scores",
                "output.alerts=none",
                "output.dead-letters=none"));
        all.addAll(List.of(more));
        return OverKafka.config(broker, folder, all.toArray(String[]::new));
    }
}
