package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.LocalJob;
import io.lookback.cli.LocalPorts;
import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.integration.Commands.Answer;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    @Test
    void scoresEveryGeneratedRecordExactlyOnce() throws IOException {
        Answer answer = Commands.run("demo", "--once", "--records", "300", "--rate", "0", "--ui-port", freePort());

        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .contains("Records in         4,200")
                .contains("Scores out         4,200")
                .contains("Exactly one score  yes, for every valid record")
                .containsPattern("Anomalies found +\\d+ of 28");
        assertThat(answer.code()).isZero();
    }

    @Test
    void replaysFilesIntoABrokerThatRunsAlready() throws IOException {
        StringBuilder rows = new StringBuilder("timestamp,value,label\n");
        for (int row = 0; row < 200; row++) {
            rows.append("%d,%s,%d\n".formatted(1_700_000_000 + 60 * row, row % 50 == 7 ? "" : row % 10, row / 199));
        }
        rows.append("broken,1,0\n");
        Files.writeString(folder.resolve("web.csv"), rows);

        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Answer answer = Commands.run(
                    "demo",
                    "--once",
                    "--input",
                    folder.toString(),
                    "--rate",
                    "0",
                    "--bootstrap",
                    broker.bootstrap(),
                    "--topic-prefix",
                    "files-",
                    "--ui-port",
                    freePort());
            Answer scores = Commands.run(
                    "tail",
                    "scores",
                    "--bootstrap",
                    broker.bootstrap(),
                    "--topic",
                    "files-scores",
                    "--from-beginning",
                    "--max",
                    "200",
                    "--json");
            Answer again = Commands.run(
                    "demo",
                    "--once",
                    "--bootstrap",
                    broker.bootstrap(),
                    "--topic-prefix",
                    "files-",
                    "--ui-port",
                    freePort());

            assertThat(answer.out())
                    .contains("Records in         200", "Scores out         200", "Rows skipped       1");
            assertThat(answer.out()).contains("of 1");
            assertThat(answer.code()).isZero();
            assertThat(scores.out().lines()).hasSize(200).allMatch(line -> line.contains("\"series\":\"web\""));
            assertThat(scores.out()).doesNotContain("label");
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.err()).contains("files-observations", "exist already");
        }
    }

    @Test
    void replaysForAJobThatRunsElsewhere() throws Exception {
        List<Integer> ports = Ports.free(2);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            List<String> topics = List.of("there-observations", "there-scores", "there-alerts", "there-dead-letters");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.createTopics(topics.stream()
                                .map(topic -> new NewTopic(topic, 2, (short) 1))
                                .toList())
                        .all()
                        .get();
            }
            List<String> settings = List.of(
                    "kafka.bootstrap=" + broker.bootstrap(),
                    "input.topic=there-observations",
                    "input.format=avro",
                    "input.start=earliest",
                    "output.scores=there-scores",
                    "output.alerts=there-alerts",
                    "output.dead-letters=there-dead-letters",
                    "state.interval=1 s");
            try (LocalJob job = LocalJob.start(
                    JobConfig.load(Optional.empty(), settings),
                    2,
                    LocalPorts.of(ports.get(0), ports.get(1)),
                    Optional.empty())) {
                Answer answer = Commands.run(
                        "demo",
                        "--once",
                        "--no-job",
                        "--bootstrap",
                        broker.bootstrap(),
                        "--topic-prefix",
                        "there-",
                        "--records",
                        "200",
                        "--rate",
                        "0");

                assertThat(answer.err()).isEmpty();
                assertThat(answer.out()).contains("Exactly one score  yes, for every valid record");
                assertThat(answer.code()).isZero();
                assertThat(job.ended()).isFalse();
            }
        }
    }

    @Test
    void aJobElsewhereNeedsABroker() {
        Answer answer = Commands.run("demo", "--once", "--no-job");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("--no-job needs --bootstrap HOST:PORT");
    }

    private static String freePort() throws IOException {
        return Ports.free(1).get(0).toString();
    }
}
