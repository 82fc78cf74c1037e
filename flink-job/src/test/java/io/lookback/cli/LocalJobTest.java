package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@Tag("slow")
class LocalJobTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"none", "exponential-delay"})
    void aJobWithoutATaskManagerFails(String restart) throws Exception {
        LocalPorts ports = LocalPorts.of(Ports.free(1).get(0), Ports.free(1).get(0));
        StreamExecutionEnvironment environment =
                LocalFlink.visible(1, ports, directory, Optional.empty(), "lost-" + restart);
        Configuration restarts = new Configuration();
        restarts.set(RestartStrategyOptions.RESTART_STRATEGY, restart);
        environment.configure(restarts);
        environment.fromSequence(1, 10).map(new Fatal()).sinkTo(new DiscardingSink<>());

        try (LocalJob job = LocalJob.submit(environment, ports, "lost", directory, "lost-" + restart)) {

            assertThatExceptionOfType(LocalJob.JobFailed.class)
                    .isThrownBy(() -> {
                        while (!job.await(Duration.ofMillis(200))) {}
                    })
                    .havingCause()
                    .withMessageStartingWith("A fatal error ended Flink's only TaskManager: the log names it");
        }
    }

    @Test
    void whatAJobDidUntilItFailedIsCounted() throws Exception {
        LocalPorts ports = LocalPorts.of(Ports.free(1).get(0), Ports.free(1).get(0));
        StreamExecutionEnvironment environment = LocalFlink.visible(1, ports, directory, Optional.empty(), "failed");
        environment
                .fromSequence(1, 1_000)
                .map(new Scoring())
                .name("Score each series")
                .sinkTo(new DiscardingSink<>());

        try (LocalJob job = LocalJob.submit(environment, ports, "failed", directory, "failed")) {
            assertThatExceptionOfType(LocalJob.JobFailed.class).isThrownBy(() -> job.await(Duration.ofMinutes(1)));

            assertThat(job.status().scored()).isEqualTo(500);
        }
    }

    @Test
    void aJobThatStartsAgainSaysHowOftenAndWhy() throws Exception {
        LocalPorts ports = LocalPorts.of(Ports.free(1).get(0), Ports.free(1).get(0));
        StreamExecutionEnvironment environment = LocalFlink.visible(1, ports, directory, Optional.empty(), "again");
        Configuration restarts = new Configuration();
        restarts.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
        restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(4));
        environment.configure(restarts);
        environment.fromSequence(1, 1_000).map(new Scoring()).sinkTo(new DiscardingSink<>());
        StringWriter out = new StringWriter();

        try (LocalJob job = LocalJob.submit(environment, ports, "again", directory, "again")) {
            StatusLines lines = new StatusLines(job, new LiveLine(new PrintWriter(out), false, System::nanoTime));
            assertThatExceptionOfType(LocalJob.JobFailed.class).isThrownBy(() -> {
                while (!job.await(Duration.ofMillis(200))) {
                    lines.update();
                }
            });
        }

        assertThat(out.toString().lines().filter(line -> line.contains("starts again")))
                .containsExactly(
                        "The job failed and starts again, restart 1: java.lang.IllegalStateException: enough",
                        "The job failed and starts again, restart 2: java.lang.IllegalStateException: enough");
    }

    /** Fails behind its 500th score. */
    private static final class Scoring extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        private transient @Nullable Counter scores;

        @Override
        public void open(OpenContext context) {
            scores = getRuntimeContext().getMetricGroup().counter("numScores");
        }

        @Override
        public Long map(Long value) {
            if (value > 500) {
                throw new IllegalArgumentException("wrapped", new IllegalStateException("enough"));
            }
            Objects.requireNonNull(scores).inc();
            return value;
        }
    }

    /** Flink takes a failure of the cleanup after a failure for a fatal error. */
    private static final class Fatal extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        @Override
        public Long map(Long value) {
            throw new IllegalStateException("first");
        }

        @Override
        public void close() {
            throw new IllegalStateException("second");
        }
    }
}
