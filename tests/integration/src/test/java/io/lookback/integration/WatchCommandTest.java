package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.integration.Commands.Answer;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(1_800)
class WatchCommandTest {

    @Test
    void servesThePageUntilItIsStopped() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Topics topics = new Topics(broker.bootstrap());
                PipedWriter out = new PipedWriter();
                BufferedReader lines = new BufferedReader(new PipedReader(out))) {
            topics.create(Map.of("s", 1, "a", 1));
            CommandLine commands = Main.commandLine().setOut(new PrintWriter(out, true));
            Thread watching = new Thread(() -> commands.execute(
                    "watch", "--bootstrap", broker.bootstrap(), "--scores", "s", "--alerts", "a", "--port", "0"));
            watching.start();

            String address = lines.readLine();
            while (!address.strip().startsWith("http")) {
                address = lines.readLine();
            }
            byte[] page = URI.create(address.strip()).toURL().openStream().readAllBytes();
            watching.interrupt();
            watching.join();

            assertThat(new String(page, StandardCharsets.UTF_8)).contains("<title>Lookback</title>");
        }
    }

    @Test
    void saysWhichTopicIsMissing() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Answer answer = Commands.run("watch", "--bootstrap", broker.bootstrap(), "--port", "0");

            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err()).contains("There is no topic 'lookback-scores' at " + broker.bootstrap());
        }
    }
}
