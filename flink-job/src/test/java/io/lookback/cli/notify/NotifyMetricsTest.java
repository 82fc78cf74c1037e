package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(120)
class NotifyMetricsTest {

    @TempDir
    private Path folder;

    @Test
    void countersBeginAtZeroAndTheLagGrowsWhileATargetIsDown() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Inbox inbox = new Inbox()) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create(Map.of("alerts", 1));
            }
            NotifyConfig config = config(broker, inbox);
            try (NotifyMetrics metrics = NotifyMetrics.serve(config.metrics().orElseThrow());
                    DeliveryLoop loop =
                            new DeliveryLoop(config, config.receivers().get(0), metrics)) {
                loop.start();
                await(loop::ready);

                for (String counter : List.of("delivered", "failed_attempts", "refused", "suppressed", "unreadable")) {
                    assertThat(page(metrics)).contains("lookback_notify_" + counter + "_total{target=\"hook\",} 0.0");
                }

                inbox.answer(Collections.nCopies(1_000, 503).toArray(Integer[]::new));
                send(broker);

                await(() -> page(metrics).contains("lookback_notify_lag{target=\"hook\",} 3.0"));
            }
        }
    }

    private NotifyConfig config(EmbeddedBroker broker, Inbox inbox) throws Exception {
        Path file = Files.writeString(folder.resolve("notify.yaml"), """
                kafka: {bootstrap: "%s"}
                topic: alerts
                retry: {first: 50 ms, longest: 100 ms}
                metrics: {port: 0}
                targets: [{kind: webhook, name: hook, url: '%s/x'}]
                """.formatted(broker.bootstrap(), inbox.url()));
        return NotifyConfig.read(file, List.of(), Map.of());
    }

    private static void send(EmbeddedBroker broker) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "linger.ms", 500),
                new StringSerializer(),
                new StringSerializer())) {
            for (String series : List.of("a", "b", "c")) {
                var unused = producer.send(new ProducerRecord<>(
                        "alerts", Changes.alert(series, "BEGIN", Instant.now()).toString()));
            }
        }
    }

    private static String page(NotifyMetrics metrics) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics.port() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
