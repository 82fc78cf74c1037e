package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.integration.Commands.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static String freePort() throws IOException {
        return Ports.free(1).get(0).toString();
    }
}
