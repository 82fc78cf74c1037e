package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job as a process of its own that is killed with SIGKILL while records flow, against one that is left alone. */
@Timeout(1_800)
class KilledJobTest {

    private static final int RECORDS = 6_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"at-least-once,hashmap", "exactly-once,rocksdb"})
    @FaultCase(
            kind = "Killed process",
            input = "process of a job killed twice: {}",
            outcome = "lost 0, different 0; duplicated 0 with exactly-once")
    void scoresWhatTheUninterruptedJobScores(String guarantee, String backend) throws Exception {
        TestRecords records = TestRecords.of(RECORDS);
        JobTopics undisturbed = JobTopics.create(broker.bootstrap(), guarantee + "-undisturbed");
        JobTopics killed = JobTopics.create(broker.bootstrap(), guarantee + "-killed");
        try (JobProcess job = undisturbed.job(directory.resolve("undisturbed"), guarantee, backend)) {
            job.start(Optional.empty());
            records.sendTo(undisturbed);
            undisturbed.awaitScores(records.valid(), PATIENCE);
        }

        try (JobProcess job = killed.job(directory.resolve("killed"), guarantee, backend)) {
            job.start(Optional.empty());
            records.part(0, 1 / 3.0).sendTo(killed);
            killed.awaitScores(records.part(0, 1 / 6.0).valid(), PATIENCE);
            job.awaitCheckpoint(PATIENCE);
            records.part(1 / 3.0, 2 / 3.0).sendTo(killed);
            job.start(job.kill());
            job.awaitNextCheckpoint(PATIENCE);
            Optional<String> second = job.kill();
            records.part(2 / 3.0, 1).sendTo(killed);
            job.start(second);
            killed.awaitScores(records.valid(), PATIENCE);
        }

        ScoreSet expected = ScoreSet.of(undisturbed.finalScores());
        ScoreSet found = ScoreSet.of(killed.finalScores());
        System.out.printf(
                "%s, %s: %d records, 2 kills, %d scores expected, %d missing, %d repeated, %d different%n",
                guarantee,
                backend,
                records.size(),
                expected.values().size(),
                found.missing(expected),
                found.repeated(),
                found.different(expected));
        assertThat(expected.values()).hasSize(records.valid());
        assertThat(found.missing(expected)).isZero();
        assertThat(found.different(expected)).isZero();
        if (guarantee.equals("exactly-once")) {
            assertThat(found.repeated()).isZero();
        }
    }

    /** Its partitions keep what they were read for: no end. */
    @Test
    void anEndIsNoneForAJobThatGoesOn() throws Exception {
        TestRecords records = TestRecords.of(RECORDS);
        JobTopics topics = JobTopics.create(broker.bootstrap(), "end");
        List<String> settings = topics.settings("at-least-once", "hashmap");
        List<String> ending = Stream.concat(settings.stream(), Stream.of("input.until=latest"))
                .toList();
        Optional<String> checkpoint;
        try (JobProcess job = new JobProcess(directory.resolve("endless"), settings)) {
            job.start(Optional.empty());
            records.part(0, 0.5).sendTo(topics);
            topics.awaitScores(records.part(0, 0.5).valid(), PATIENCE);
            job.awaitNextCheckpoint(PATIENCE);
            checkpoint = job.kill();
        }

        try (JobProcess job = new JobProcess(directory.resolve("ending"), ending)) {
            job.start(checkpoint);
            job.awaitNextCheckpoint(PATIENCE);
            records.part(0.5, 1).sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);

            assertThat(job.printed()).contains("end where they were to end").doesNotContain("has ended");
        }
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "truncated JSON, one record in 97",
            outcome = "dead letters; all other records are scored")
    void sendsPoisonToTheDeadLettersAndGoesOn() throws Exception {
        TestRecords records = TestRecords.of(RECORDS);
        JobTopics topics = JobTopics.create(broker.bootstrap(), "poison");
        try (JobProcess job = topics.job(directory.resolve("poison"), "at-least-once", "hashmap")) {
            job.start(Optional.empty());
            records.sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);

            Set<String> dead = new HashSet<>();
            topics.awaitDeadLetters(records.size() - records.valid(), PATIENCE)
                    .forEach(letter -> dead.add(new String(letter, StandardCharsets.UTF_8)));

            assertThat(dead)
                    .hasSize(records.size() - records.valid())
                    .allMatch(text -> text.startsWith("{\"series\":"));
        }
    }
}
