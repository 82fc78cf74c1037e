package io.lookback.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("slow")
class CreateTopicsCommandTest {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void makesWhatIsMissingWithAsManyPartitionsAsTheInputAndChangesNothingTwice() {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of("in", 3));

            Ran dry = run("in", "--dry-run", "--set=control.topic=told");
            assertThat(dry.out())
                    .contains(
                            "in-scores",
                            "would be created: 3 partitions, cleanup.policy=delete, retention.ms=604800000")
                    .contains("would be created: 1 partition, cleanup.policy=compact");
            assertThat(topics.names()).doesNotContain("in-scores", "told");

            Ran first =
                    run("in", "--set=control.topic=told", "--set=output.incidents=in-incidents", "--keep-scores=1 d");
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(topics.partitions(List.of("in-scores", "in-alerts", "in-incidents", "in-dead", "told")))
                    .isEqualTo(Map.of("in-scores", 3, "in-alerts", 3, "in-incidents", 3, "in-dead", 3, "told", 1));
            assertThat(topics.settings("told")).containsEntry("cleanup.policy", "compact");
            assertThat(topics.settings("in-scores")).containsEntry("retention.ms", "86400000");

            Ran second = run("in", "--set=control.topic=told");
            assertThat(second.code()).isZero();
            assertThat(second.out())
                    .contains("in-scores", "exists and stays as it is: retention.ms is 86400000 and not 604800000")
                    .contains("exists as it should be");
        }
    }

    @Test
    void failsForAControlTopicThatAJobWouldRefuse() {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of("other-in", 1, "plain", 1));
        }

        Ran ran = run("other-in", "--set=control.topic=plain");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("A job refuses the control topic 'plain' as it is", "cleanup.policy=compact");
    }

    @Test
    void asksForPartitionsWhereTheInputDoesNotExist() {
        assertThat(run("nowhere").err()).contains("There is no topic [nowhere] (input.topic)", "give --partitions");
        assertThat(run("nowhere", "--partitions=2", "--dry-run").out()).contains("would be created: 2 partitions");
    }

    private static Ran run(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "topics",
                "create",
                "--set=kafka.bootstrap=" + broker.bootstrap(),
                "--set=input.topic=" + input,
                "--set=output.scores=" + input + "-scores",
                "--set=output.alerts=" + input + "-alerts",
                "--set=output.dead-letters=" + input + "-dead"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private record Ran(int code, String out, String err) {}
}
