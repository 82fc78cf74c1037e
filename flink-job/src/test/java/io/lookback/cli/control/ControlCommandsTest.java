package io.lookback.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.control.Announcement;
import io.lookback.control.Announcement.ModelFile;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.SeriesPattern;
import io.lookback.testkit.FaultCase;
import io.lookback.wire.ControlTopic;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class ControlCommandsTest {

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
    void rulesComeAndGo() throws Exception {
        Ran first =
                run("rules", "add", "--topic=a", "--series=host-*", "--reason=backup", "--weekly", "sat 22:00-06:00");
        Ran second = run(
                "rules",
                "add",
                "--topic=a",
                "--id=mine",
                "--series=*",
                "--direction=above",
                "--min-absolute=5",
                "--min-relative=0.1",
                "--until=2026-01-31T00:00:00Z");

        assertThat(first.err()).startsWith("There was no such topic: created, compacted.");
        assertThat(second.err()).isEmpty();
        assertThat(policy("a")).isEqualTo("compact");
        assertThat(second.out()).isEqualTo("mine");
        assertThat(run("rules", "list", "--topic=a").out().lines())
                .containsExactly(
                        "mine                      suppresses *, above, off by less than 5.0 or off by less than 10.0 %,"
                                + " until 2026-01-31T00:00:00Z",
                        "%-24s  suppresses host-*, Sat 22:00-06:00 UTC  (backup)".formatted(first.out()));
        assertThat(run("labels", "list", "--topic=a").out()).isEqualTo("None.");

        assertThat(run("rules", "remove", "--topic=a", "mine", "other").err())
                .contains("There is no entry other. Nothing was removed");
        assertThat(run("rules", "remove", "--topic=a", "mine", first.out()).code())
                .isZero();
        assertThat(run("rules", "list", "--topic=a").out()).isEqualTo("None.");
        assertThat(content("a").changes()).isEmpty();
    }

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "`series reset` by name and by pattern",
            outcome = "one entry for each; the series start over")
    void seriesAreResetByOneEntryForEachPattern() throws Exception {
        assertThat(run("series", "reset", "--topic=r", "db-*").out()).isEqualTo("reset@db-*");
        run("series", "reset", "--topic=r", "--reason=other sensors", "db-*");

        assertThat(run("series", "list", "--topic=r").out())
                .startsWith("reset@db-*                db-* start over, asked for at 20")
                .endsWith("  (other sensors)")
                .hasLineCount(1);
        assertThat(run("series", "remove", "--topic=r", "reset@db-*").code()).isZero();
        assertThat(run("series", "list", "--topic=r").out()).isEqualTo("None.");
    }

    @Test
    void oneAlertHasOneLabel() throws Exception {
        String[] add = {"labels", "add", "--topic=b", "--series=host-7", "--from=2026-01-31T00:00:00Z", "--false-alarm"
        };

        assertThat(run(add).out()).isEqualTo("host-7@2026-01-31T00:00:00Z");
        add[5] = "--real";
        run(add);

        assertThat(run("labels", "list", "--topic=b").out())
                .isEqualTo("host-7@2026-01-31T00:00:00Z  host-7: real from 2026-01-31T00:00:00Z until"
                        + " 2026-01-31T00:00:00Z");
        assertThat(run("labels", "remove", "--topic=b", "host-7@2026-01-31T00:00:00Z")
                        .code())
                .isZero();
        assertThat(run("labels", "list", "--topic=b").out()).isEqualTo("None.");
    }

    @Test
    void modelsAreCheckedBeforeTheyAreAnnounced(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new.onnx");
        try (InputStream shipped = Cell.class.getResourceAsStream("/models/lstm.onnx")) {
            Files.copy(Objects.requireNonNull(shipped), file);
        }
        Path broken = Files.write(folder.resolve("broken.onnx"), new byte[] {1, 2, 3});

        Ran all = run("models", "announce", "--topic=e", "--model=" + file, "--reason=retrained");
        Ran some = run(
                "models",
                "announce",
                "--topic=e",
                "--model=" + file,
                "--series=db-*",
                "--at=s3://models/a.onnx",
                "--shadow");
        Ran refused = run("models", "announce", "--topic=e", "--model=" + broken);
        Ran nowhere = run("models", "announce", "--topic=e", "--model=" + file, "--at=ht!tp://x y");

        String sha256 = Cell.load(CellSpec.shipped("lstm")).digest();
        assertThat(all.err())
                .contains("lstm-1 is a lstm; its memory is lstm-1/vector-")
                .contains("goes on where the model before has the same one, as the shipped one does;");
        assertThat(List.of(all.out(), some.out())).containsExactly("lstm", "shadow-lstm@db-*");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("Nothing was announced: Model", "broken.onnx", "3 bytes");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("--at is 'ht!tp://x y': give a URI such as s3://models/lstm-2.onnx");
        assertThat(content("e").changes())
                .extracting(ControlChange::entry)
                .containsExactly(
                        new Announcement(
                                "lstm",
                                new SeriesPattern("*"),
                                "lstm",
                                "lstm-1",
                                new ModelFile(file.toUri().toString(), sha256),
                                false,
                                "retrained"),
                        new Announcement(
                                "shadow-lstm@db-*",
                                new SeriesPattern("db-*"),
                                "lstm",
                                "lstm-1",
                                new ModelFile("s3://models/a.onnx", sha256),
                                true,
                                ""));
        assertThat(run("models", "list", "--topic=e").out().lines())
                .containsExactly(
                        "lstm                      lstm-1 for *, as lstm: %s, SHA-256 %s  (retrained)"
                                .formatted(file.toUri(), sha256.substring(0, 12)),
                        "shadow-lstm@db-*          lstm-1 for db-*, in the shadow of lstm: s3://models/a.onnx, SHA-256 "
                                + sha256.substring(0, 12));
        assertThat(run("models", "remove", "--topic=e", "lstm", "shadow-lstm@db-*")
                        .code())
                .isZero();
        assertThat(run("models", "list", "--topic=e").out()).isEqualTo("None.");
    }

    @Test
    void aCommandWithoutWhatToDoSaysSo() {
        for (String command : List.of("rules", "labels", "models")) {
            StringWriter err = new StringWriter();

            int code = Main.commandLine().setErr(new PrintWriter(err)).execute(command);

            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).contains("Missing required subcommand", "list", "remove");
        }
    }

    @Test
    void whatIsNoRuleIsNotWritten() {
        assertThat(run("rules", "add", "--topic=c", "--series=s", "--weekly=always")
                        .err())
                .contains(
                        "The rule is not one: 'always' is not a window of the week: give it as 'sat,sun 22:00-06:00'");
        assertThat(run("rules", "add", "--topic=c", "--series=s", "--min-absolute=-1")
                        .err())
                .contains("min_absolute is -1.0: give 0 (any) or more");
        assertThat(run("labels", "add", "--topic=c", "--series=s", "--from=2026-01-31T00:00:00Z")
                        .err())
                .contains("--false-alarm");
        assertThat(run("rules", "list", "--topic=c").err()).contains("There is no control topic 'c'");
    }

    @Test
    void anEntryOfAnotherKindIsNeitherReplacedNorRemoved() {
        run("labels", "add", "--topic=k", "--id=zz", "--series=s", "--from=2026-01-31T00:00:00Z", "--real");

        Ran added = run("rules", "add", "--topic=k", "--id=zz", "--series=*");
        Ran removed = run("rules", "remove", "--topic=k", "zz");

        assertThat(added.code()).isOne();
        assertThat(added.err())
                .contains(
                        "'zz' is a label already, and a rule would replace it. Give another --id, or remove it first:")
                .contains("labels remove zz");
        assertThat(removed.code()).isOne();
        assertThat(removed.err()).contains("'zz' is a label. Nothing was removed; remove it with labels remove zz");
        assertThat(run("labels", "list", "--topic=k").out()).startsWith("zz ");
        assertThat(run("labels", "remove", "--topic=k", "zz").code()).isZero();
    }

    @Test
    void aZoneWithoutAWindowIsRefused() {
        assertThat(run("rules", "add", "--topic=c", "--series=s", "--zone=Europe/Berlin")
                        .err())
                .contains("--zone is that of --weekly, and there is none");
    }

    @Test
    void aPatternWhereANameIsMeantIsToldAside() {
        Ran label = run("labels", "add", "--topic=p", "--series=db-*", "--from=2026-01-31T00:00:00Z", "--real");
        Ran forecast = run("series", "forecast", "--topic=p", "db-?");

        assertThat(label.out()).isEqualTo("db-*@2026-01-31T00:00:00Z");
        assertThat(label.err()).contains("'db-*' means the series of exactly this name: * and ? are not wildcards");
        assertThat(forecast.err()).contains("'db-?' means the series of exactly this name");
    }

    @Test
    void nothingIsWrittenToATopicOfOtherRecords() throws Exception {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of("metrics", 1));
        }
        send("metrics", "db-7", "{\"cpu\": 1}");

        for (Ran refused : List.of(
                run("rules", "add", "--topic=metrics", "--series=s"),
                run("rules", "remove", "--topic=metrics", "db-7"),
                run("series", "reset", "--topic=metrics", "s"))) {
            assertThat(refused.code()).isOne();
            assertThat(refused.err())
                    .contains("Topic 'metrics' at ", "has cleanup.policy=delete, a control topic needs compact. Name");
        }
        assertThat(content("metrics").ends()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void aRecordThatCannotBeFollowedLeavesTheRuleInForceAndIsShown() throws Exception {
        run("rules", "add", "--topic=d", "--id=mine", "--series=s");
        send("d", "mine", "{");
        send("d", "other", "{}");

        ControlContent content = content("d");

        assertThat(content.changes()).extracting(ControlChange::id).containsExactly("mine");
        assertThat(content.unfit()).containsExactly("other");
        assertThat(content.ends()).isEqualTo(Map.of(0, 3L));
        assertThat(run("rules", "list", "--topic=d").out())
                .contains("mine                      suppresses s")
                .contains("cannot be read, see d-0-1: The value is not JSON")
                .contains("cannot be read, see d-0-2: type is missing");
        assertThat(run("rules", "remove", "--topic=d", "mine", "other").code()).isZero();
        assertThat(run("rules", "list", "--topic=d").out()).isEqualTo("None.");
    }

    @FaultCase(
            kind = "Control topic",
            input = "entries with a time in the year 999999999, and with a key that is not text",
            outcome = "the commands rules, labels and models list and remove them")
    @Test
    void everyCommandWorksBesideEntriesThatNobodyCanRead() throws Exception {
        run("rules", "add", "--topic=f", "--id=mine", "--series=s");
        send("f", "evil", "{\"type\":\"rule\",\"series\":\"*\",\"from\":\"+999999999-01-01T00:00:00Z\"}");
        sendBytes("f", new byte[] {(byte) 0xff, (byte) 0xfe}, new byte[] {0});
        String unreadable = new String(new byte[] {(byte) 0xff, (byte) 0xfe}, StandardCharsets.UTF_8);

        assertThat(run("rules", "list", "--topic=f").out())
                .contains("mine ", "evil ", "give an instant of the years 1 to 9999", unreadable);
        assertThat(run("labels", "list", "--topic=f").code()).isZero();
        assertThat(run("models", "list", "--topic=f").code()).isZero();
        assertThat(run("rules", "remove", "--topic=f", "evil", unreadable).code())
                .isZero();
        assertThat(run("rules", "list", "--topic=f").out()).isEqualTo("mine                      suppresses s");
    }

    @Test
    void anInstantThatNoRecordHasIsRefusedBeforeItIsWritten() {
        assertThat(run("rules", "add", "--topic=c", "--series=s", "--from=+999999999-01-01T00:00:00Z")
                        .err())
                .contains("give an instant of the years 1 to 9999");
        assertThat(run("labels", "add", "--topic=c", "--series=s", "--real", "--from=+999999999-01-01T00:00:00Z")
                        .err())
                .contains("give an instant of the years 1 to 9999");
    }

    private static void sendBytes(String topic, byte[] key, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static ControlContent content(String topic) throws Exception {
        Properties consumer = new Properties();
        consumer.put("bootstrap.servers", broker.bootstrap());
        return new ControlTopic(consumer, topic, Duration.ofSeconds(20)).load();
    }

    private static void send(String topic, String key, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static String policy(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            return config.get("cleanup.policy").value();
        }
    }

    private static Ran run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(2, List.of("--bootstrap", broker.bootstrap()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(all.toArray(String[]::new));
        return new Ran(code, out.toString().strip(), err.toString());
    }

    private record Ran(int code, String out, String err) {}
}
