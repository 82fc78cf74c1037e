package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lookback.integration.cluster.FlinkCluster;
import io.lookback.integration.cluster.KafkaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two jobs side by side on one cluster and one input, as for a change of versions without a pause. */
@Timeout(1_800)
class TwoJobsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String EXACTLY_ONCE = "exactly-once";

    @TempDir
    private Path directory;

    @Test
    void bothScoreEveryRecordOnceAndOneGoesOnWhenTheOtherEnds() throws Exception {
        assumeTrue(FlinkCluster.canRun(), "lookback-job.jar is not built: run the package phase of flink-job first");
        TestRecords records = TestRecords.of(3_000);
        TestRecords first = records.part(0, 0.6);
        try (KafkaProcess broker = KafkaProcess.start(directory.resolve("kafka"), Map.of(), List.of(), Map.of());
                FlinkCluster cluster = FlinkCluster.start(directory.resolve("flink"))) {
            JobTopics blue = JobTopics.create(broker.bootstrap(), "blue");
            JobTopics green = JobTopics.create(broker.bootstrap(), "green");
            try (ClusterJob old = job(cluster, blue);
                    ClusterJob young = job(cluster, green, "input.topic=" + blue.input())) {
                old.submit(Optional.empty(), 2);
                young.submit(Optional.empty(), 2);
                first.sendTo(blue);
                blue.awaitScores(first.valid(), PATIENCE);
                green.awaitScores(first.valid(), PATIENCE);

                old.stopWithSavepoint();
                records.part(0.6, 1).sendTo(blue);
                green.awaitScores(records.valid(), PATIENCE);
            }

            ScoreSet ofOld = ScoreSet.of(blue.finalScores());
            ScoreSet ofYoung = ScoreSet.of(green.finalScores());
            assertThat(ofOld.values()).hasSize(first.valid());
            assertThat(ofYoung.values()).hasSize(records.valid()).containsAllEntriesOf(ofOld.values());
            assertThat(List.of(ofOld.repeated(), ofYoung.repeated())).containsOnly(0);
        }
    }

    /** Name, group, outputs and state are its own. */
    private ClusterJob job(FlinkCluster cluster, JobTopics topics, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("input.group=" + topics.name());
        return new ClusterJob(cluster, topics, EXACTLY_ONCE, directory.resolve(topics.name()), settings);
    }
}
