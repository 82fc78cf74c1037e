package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.LocalJob;
import io.lookback.cli.LocalPorts;
import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.job.JobConfig;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A job with a broker in this process that has scored some records, with Flink's REST API and Prometheus reporter. */
final class WatchedJob implements AutoCloseable {

    static final int SERIES = 5;
    static final int RECORDS = 400;
    static final int POISON = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FETCHED_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final EmbeddedBroker broker;
    private final LocalJob job;
    private final int ui;
    private final int prometheus;
    private final HttpClient http = HttpClient.newHttpClient();

    private WatchedJob(EmbeddedBroker broker, LocalJob job, int ui, int prometheus) {
        this.broker = broker;
        this.job = job;
        this.ui = ui;
        this.prometheus = prometheus;
    }

    static WatchedJob start() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start();
        try {
            JobTopics topics = JobTopics.create(broker.bootstrap(), "watched");
            List<String> settings = new ArrayList<>(topics.settings("at-least-once", "rocksdb"));
            settings.add("cells=lstm,self-attention-rnn");
            settings.add("output.incidents=" + topics.output("incidents"));
            List<Integer> ports = Ports.free(2);
            LocalJob job = LocalJob.start(
                    JobConfig.load(Optional.empty(), settings),
                    2,
                    LocalPorts.of(ports.get(0), ports.get(1)),
                    Optional.empty());
            send(broker.bootstrap(), topics.input());
            return new WatchedJob(broker, job, ports.get(0), ports.get(1));
        } catch (Exception failed) {
            broker.close();
            throw failed;
        }
    }

    /** What Prometheus gets, once it fulfils the condition. */
    Scrape scrape(Predicate<Scrape> condition) throws Exception {
        AtomicReference<String> numbers = new AtomicReference<>("");
        Standstill standstill = Standstill.of(PATIENCE, numbers::get);
        while (true) {
            Scrape scrape = new Scrape(get("http://localhost:%d/metrics".formatted(prometheus)));
            if (condition.test(scrape)) {
                return scrape;
            }
            numbers.set(scrape.text());
            if (standstill.reached() || job.ended()) {
                throw new AssertionError("Not what was expected within %s:%n%s".formatted(PATIENCE, scrape.text()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** Names of the job's operators, as the UI shows them. */
    List<String> vertices() throws Exception {
        List<String> names = new ArrayList<>();
        vertexNodes().forEach(vertex -> names.add(vertex.get("name").asText()));
        return names;
    }

    /** The metrics of a group, once they fulfil the condition or stay as they are: Flink fetches them now and then. */
    Set<String> metrics(String group, Predicate<Set<String>> condition) throws Exception {
        AtomicReference<Set<String>> found = new AtomicReference<>(Set.of());
        Standstill standstill = Standstill.of(FETCHED_WITHIN, found::get);
        while (!condition.test(found.get()) && !standstill.reached()) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            found.set(metrics(group));
        }
        return found.get();
    }

    /** Names of the metrics of all vertices in a group: what follows {@code .group.}, without repetitions. */
    private Set<String> metrics(String group) throws Exception {
        Set<String> names = new TreeSet<>();
        String marker = '.' + group + '.';
        for (JsonNode vertex : vertexNodes()) {
            String path = "/jobs/" + jobId() + "/vertices/" + vertex.get("id").asText() + "/metrics";
            for (JsonNode metric : rest(path)) {
                String id = metric.get("id").asText();
                if (id.contains(marker)) {
                    names.add(id.substring(id.indexOf(marker) + marker.length()));
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        try (broker;
                job) {
            // Both are closed, the job first.
        }
    }

    private JsonNode vertexNodes() throws Exception {
        return rest("/jobs/" + jobId()).get("vertices");
    }

    private String jobId() throws Exception {
        return rest("/jobs").get("jobs").get(0).get("id").asText();
    }

    private JsonNode rest(String path) throws Exception {
        return JSON.readTree(get("http://localhost:%d%s".formatted(ui, path)));
    }

    private String get(String address) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("%s answered %d: %s".formatted(address, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    private static void send(String bootstrap, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                int series = i % SERIES;
                long time = 1_700_000_000_000L + 60_000L * (i / SERIES);
                String value = "{\"series\":\"s%d\",\"time\":%d,\"values\":{\"value\":%s}}"
                        .formatted(series, time, Math.sin(i / 100.0));
                producer.send(new ProducerRecord<>(topic, series % JobTopics.PARTITIONS, null, value));
            }
            for (int i = 0; i < POISON; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, "{"));
            }
            producer.flush();
        }
    }
}
