package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.cli.Main;
import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.job.ConfigException;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From a topic of a real broker to real HTTP servers, one of them Debian's Alertmanager. */
@Timeout(120)
@Tag("slow")
class NotifyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALERTMANAGER = "prometheus-alertmanager";
    private static final Instant NOW = Instant.now();

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

    @Test
    void whatFailsIsTriedAgainAndWhatIsRefusedIsLeftOut() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying("retries", webhook(inbox))) {
            inbox.answer(503, 429, 400);

            send("retries", Changes.alert("refused", "BEGIN", NOW));
            send("retries", Changes.alert("s", "BEGIN", NOW));
            await(() -> inbox.taken().size() == 1);

            assertThat(inbox.requests()).extracting(Inbox.Request::answer).containsExactly(503, 429, 400, 200);
            assertThat(inbox.taken().get(0).json().get("series").asText()).isEqualTo("s");
            assertThat(inbox.taken().get(0).authorization()).isEqualTo("Bearer hush");
            String metrics = notifying.metrics();
            assertThat(metrics)
                    .contains(
                            "lookback_notify_failed_attempts_total{target=\"hook\",} 2.0",
                            "lookback_notify_refused_total{target=\"hook\",} 1.0",
                            "lookback_notify_delivered_total{target=\"hook\",} 1.0");
        }
    }

    @Test
    void repetitionsAndSuppressedAlertsAreLeftOut() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying("repeated", webhook(inbox))) {
            ObjectNode quiet = Changes.alert("quiet", "BEGIN", NOW).put("suppressed_by", "rule");
            send("repeated", quiet);
            send("repeated", Changes.alert("s", "BEGIN", NOW));
            send("repeated", Changes.alert("s", "BEGIN", NOW));
            sendText("repeated", "{\"id\": 1}");
            send("repeated", Changes.alert("s", "END", NOW));
            send("repeated", Changes.alert("s", "BEGIN", NOW));
            send("repeated", Changes.alert("s", "END", NOW));
            send("repeated", Changes.alert("last", "BEGIN", NOW));
            await(() -> inbox.taken().size() == 3);

            List<String> told = new ArrayList<>();
            for (Inbox.Request request : inbox.taken()) {
                told.add(request.json().get("series").asText()
                        + ' '
                        + request.json().get("phase").asText());
            }
            assertThat(told).containsExactly("s BEGIN", "s END", "last BEGIN");
            assertThat(notifying.metrics())
                    .contains(
                            "lookback_notify_suppressed_total{target=\"hook\",} 1.0",
                            "lookback_notify_repeated_total{target=\"hook\",} 3.0",
                            "lookback_notify_unreadable_total{target=\"hook\",} 1.0");
        }
    }

    @Test
    void whatWasNotDeliveredBeforeAStopIsDeliveredAfterIt() throws Exception {
        try (Inbox inbox = new Inbox()) {
            try (Notifying first = new Notifying("stopped", webhook(inbox))) {
                send("stopped", Changes.alert("before", "BEGIN", NOW));
                await(() -> inbox.taken().size() == 1);
                inbox.answer(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
                send("stopped", Changes.alert("during", "BEGIN", NOW));
                await(() -> inbox.requests().size() >= 3);
            }
            send("stopped", Changes.alert("before", "BEGIN", NOW));
            send("stopped", Changes.alert("after", "BEGIN", NOW));

            try (Notifying second = new Notifying("stopped", webhook(inbox))) {
                await(() -> inbox.taken().size() >= 3);
            }

            List<String> told = new ArrayList<>();
            for (Inbox.Request request : inbox.taken()) {
                told.add(request.json().get("series").asText());
            }
            assertThat(told).containsExactly("before", "during", "after");
        }
    }

    @Test
    void aReceiverThatIsDownDelaysNoOther() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying(
                        "down",
                        "- {kind: slack, name: dead, url: 'http://127.0.0.1:1/x'}",
                        "- {kind: slack, name: chat, url: '" + inbox.url() + "'}")) {
            send("down", Changes.alert("s", "BEGIN", NOW));
            await(() -> inbox.taken().size() == 1);

            assertThat(inbox.taken().get(0).json().get("text").asText()).contains("errors is 12 times");
        }
    }

    @Test
    void openAlertsAreRepeatedWhileABacklogIsDelivered() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying("backlog", alertmanager(inbox))) {
            inbox.slow(Duration.ofMillis(200));

            send("backlog", Changes.alert("first", "BEGIN", NOW));
            for (int i = 0; i < 40; i++) {
                send("backlog", Changes.alert("s" + i, "BEGIN", NOW));
            }
            await(() ->
                    inbox.requests().stream().anyMatch(request -> request.body().contains("s39-")));

            List<Integer> sizes = new ArrayList<>();
            for (Inbox.Request request : inbox.requests()) {
                sizes.add(request.json().size());
            }
            int last = sizes.lastIndexOf(1);
            assertThat(sizes.subList(last - 20, last))
                    .as("alerts in the last requests")
                    .anyMatch(size -> size > 20);
        }
    }

    @Test
    void openAlertsAreRepeatedWhileOneIsNotAccepted() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying("unaccepted", alertmanager(inbox))) {
            send("unaccepted", Changes.alert("first", "BEGIN", NOW));
            await(() -> inbox.taken().size() == 1);
            inbox.fall();
            send("unaccepted", Changes.alert("second", "BEGIN", NOW));

            await(() -> inbox.requests().stream()
                    .anyMatch(
                            request -> request.answer() == 503 && request.body().contains("first")));
        }
    }

    private static String alertmanager(Inbox inbox) {
        return "- {kind: alertmanager, url: '" + inbox.url() + "'}";
    }

    @Test
    void anAlertThatTheTemplateCannotTakeIsLeftOut() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying(
                        "unfit",
                        "- {kind: webhook, name: hook, url: '" + inbox.url()
                                + "', template: '{{#series}}{{translateEscapes}}{{/series}}'}")) {
            send("unfit", Changes.alert("not an escape: \\q", "BEGIN", NOW));
            send("unfit", Changes.alert("s", "BEGIN", NOW));
            await(() -> !inbox.taken().isEmpty());

            assertThat(inbox.taken())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).isEqualTo("s"));
            assertThat(notifying.metrics()).contains("lookback_notify_refused_total{target=\"hook\",} 1.0");
        }
    }

    @Test
    void incidentsAreToldInThePlaceOfAlerts() throws Exception {
        try (Inbox inbox = new Inbox();
                Notifying notifying = new Notifying(
                        "incidents",
                        List.of("send=incidents", "look-back=36500 d"),
                        "- {kind: webhook, name: hook, url: '" + inbox.url() + "/x', phases: 'begin,update,end'}",
                        "- {kind: slack, url: '" + inbox.url() + "/chat'}",
                        "- {kind: alertmanager, url: '" + inbox.url() + "/am'}")) {
            send("incidents", Changes.alert("not an incident", "BEGIN", NOW));
            send("incidents", Changes.incident("i-1", "BEGIN", NOW));
            send("incidents", Changes.incident("i-1", "UPDATE", NOW).put("severity", 0.9));
            send("incidents", Changes.incident("i-1", "UPDATE", NOW).put("severity", 0.9));
            send("incidents", Changes.incident("i-1", "END", NOW).put("title", "rack-3 (4 series)"));
            await(() -> taken(inbox, "/x").size() == 3 && taken(inbox, "/chat").size() == 2);
            await(() -> taken(inbox, "/am").stream()
                    .anyMatch(request -> request.body().contains("4 series")));

            List<JsonNode> told = new ArrayList<>();
            for (Inbox.Request request : taken(inbox, "/x")) {
                told.add(request.json());
            }
            assertThat(told)
                    .extracting(change -> change.get("phase").asText())
                    .containsExactly("BEGIN", "UPDATE", "END");
            assertThat(told.get(0)).isEqualTo(Changes.incident("i-1", "BEGIN", NOW));
            assertThat(taken(inbox, "/chat").get(0).json().get("text").asText())
                    .contains("rack-3 (3 series)", "3 series are anomalous together");
            JsonNode alert = taken(inbox, "/am").get(0).json().get(0);
            assertThat(alert.at("/labels/alertname").asText()).isEqualTo("LookbackIncident");
            assertThat(alert.at("/labels/incident").asText()).isEqualTo("i-1");
            assertThat(alert.at("/annotations/title").asText()).isEqualTo("rack-3 (3 series)");
            for (Inbox.Request request : taken(inbox, "/am")) {
                assertThat(request.json().get(0).get("labels"))
                        .as("what Alertmanager knows it by")
                        .isEqualTo(alert.get("labels"));
            }
            assertThat(alert.at("/annotations/members").asText()).isEqualTo("rack-3/a, rack-3/b, rack-3/c");
            assertThat(notifying.metrics())
                    .contains(
                            "lookback_notify_unreadable_total{target=\"hook\",} 1.0",
                            "lookback_notify_repeated_total{target=\"hook\",} 1.0");
        }
    }

    private static List<Inbox.Request> taken(Inbox inbox, String path) {
        return inbox.taken().stream()
                .filter(request -> request.path().startsWith(path))
                .toList();
    }

    @Test
    void alertmanagerShowsOpenAlertsAndResolvesThemAtTheirEnd() throws Exception {
        assumeTrue(installed(), "skipped: " + ALERTMANAGER + " is not installed");
        int port = Ports.free(1).get(0);
        Path config = Files.writeString(
                directory.resolve("alertmanager.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
        Process alertmanager = new ProcessBuilder(
                        ALERTMANAGER,
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("alertmanager.log").toFile())
                .start();
        String url = "http://127.0.0.1:" + port;
        try (Notifying notifying =
                new Notifying("managed", "- {kind: alertmanager, url: '" + url + "', labels: {team: ops}}")) {
            String hostile = "a\"} or vector(1) #\n<b>";
            send("managed", Changes.alert("web/7", "BEGIN", NOW.minusSeconds(60)));
            send("managed", Changes.alert(hostile, "BEGIN", NOW.minusSeconds(50)));
            await(() -> alerts(url).size() == 2);
            JsonNode first = alerts(url).get(0);
            String ahead = first.get("endsAt").asText();
            await(() -> !alerts(url).get(0).get("endsAt").asText().equals(ahead));

            assertThat(series(url)).containsExactlyInAnyOrder("web/7", "a\"} or vector(1) #\\n<b>");
            assertThat(first.at("/labels/alertname").asText()).isEqualTo("LookbackAnomaly");
            assertThat(first.at("/labels/team").asText()).isEqualTo("ops");
            assertThat(first.at("/status/state").asText()).isEqualTo("active");

            send("managed", Changes.alert("web/7", "END", NOW.minusSeconds(60)));
            await(() -> alerts(url).size() == 1);
            assertThat(series(url)).containsExactly("a\"} or vector(1) #\\n<b>");
        } finally {
            alertmanager.destroy();
            alertmanager.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsWrongWithTheSettingsIsSaidBeforeTheStart() throws Exception {
        assertThatThrownBy(() -> config("x", "- {kind: pager, url: 'http://a:1'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("targets[0].kind is 'pager'")
                .hasMessageContaining("alertmanager, webhook or slack");
        assertThatThrownBy(() -> config("x", "- {kind: slack, url: 'file:///hooks/T0/s3cret'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http://");
        assertThatThrownBy(() -> config("x", "- {kind: slack, url: '${env:NOWHERE}'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no variable 'NOWHERE'");
        assertThatThrownBy(() -> config("x", "- {kind: slack, urll: 'http://a:1'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'targets[0].urll' is not a setting");
        assertThatThrownBy(() -> config("x", "- {kind: slack, url: 'http://a'}", "- {kind: slack, url: 'http://b'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a name of its own");
    }

    @Test
    void aDryRunShowsWhatWouldBeSentAndNoSecret() throws Exception {
        Path file = file("dry", "- {kind: slack, url: 'http://a.example/hook', token: s3cret}");
        CommandLine commands = Main.commandLine();
        StringWriter out = new StringWriter();
        commands.setOut(new PrintWriter(out));

        int code = commands.execute("notify", "--config", file.toString(), "--dry-run");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("rotating_light", "web/host-7").doesNotContain("s3cret");
    }

    private static String webhook(Inbox inbox) {
        return "- {kind: webhook, name: hook, url: '" + inbox.url() + "/x', token: '${env:TOKEN}'}";
    }

    private Path file(String topic, String... targets) throws Exception {
        String all = String.join("\n", targets);
        String repetition = all.contains("kind: alertmanager") ? "repetition: 2 s" : "";
        String yaml = """
                kafka: {bootstrap: "%s"}
                topic: %s
                %s
                retry: {first: 50 ms, longest: 100 ms}
                metrics: {port: 0}
                targets:
                %s
                """.formatted(broker.bootstrap(), topic, repetition, all);
        return Files.writeString(directory.resolve(topic + ".yaml"), yaml);
    }

    private NotifyConfig config(String topic, String... targets) throws Exception {
        return config(topic, List.of(), targets);
    }

    private NotifyConfig config(String topic, List<String> overrides, String... targets) throws Exception {
        return NotifyConfig.read(file(topic, targets), overrides, Map.of("TOKEN", "hush"));
    }

    private static void send(String topic, ObjectNode change) throws Exception {
        sendText(topic, change.toString());
    }

    private static void sendText(String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static JsonNode alerts(String url) {
        try {
            return JSON.readTree(get(url + "/api/v2/alerts"));
        } catch (Exception notYet) {
            return JSON.createArrayNode();
        }
    }

    private static List<String> series(String url) {
        List<String> series = new ArrayList<>();
        alerts(url).forEach(alert -> series.add(alert.at("/labels/series").asText()));
        return series;
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private static boolean installed() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, ALERTMANAGER))) {
                return true;
            }
        }
        return false;
    }

    /** The command's loops at work, ready to tell. */
    private final class Notifying implements AutoCloseable {

        private final NotifyMetrics metrics;
        private final List<DeliveryLoop> loops = new ArrayList<>();

        private Notifying(String topic, String... targets) throws Exception {
            this(topic, List.of(), targets);
        }

        private Notifying(String topic, List<String> overrides, String... targets) throws Exception {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create(Map.of(topic, 1));
            } catch (RuntimeException exists) {
                // The second start of a test.
            }
            NotifyConfig config = config(topic, overrides, targets);
            metrics = NotifyMetrics.serve(config.metrics().orElseThrow());
            for (NotifyConfig.Receiver receiver : config.receivers()) {
                DeliveryLoop deliveryLoop = new DeliveryLoop(config, receiver, metrics);
                loops.add(deliveryLoop);
                deliveryLoop.start();
            }
            for (DeliveryLoop deliveryLoop : loops) {
                await(deliveryLoop::ready);
            }
        }

        private String metrics() throws Exception {
            return get("http://127.0.0.1:" + metrics.port() + "/metrics");
        }

        @Override
        public void close() {
            loops.forEach(DeliveryLoop::close);
            metrics.close();
        }
    }
}
