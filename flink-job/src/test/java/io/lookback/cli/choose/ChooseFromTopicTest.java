package io.lookback.cli.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.cli.skill.Track;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ChooseFromTopicTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheTopicOfAJob() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code;
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            fill(broker.bootstrap());
            Path job = folder.resolve("job.yaml");
            Files.writeString(job, """
                    kafka.bootstrap: %s
                    input: {topic: metrics, series: [host], time: {field: ts}, values: [load]}
                    """.formatted(broker.bootstrap()));

            code = Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute("choose", "--config=" + job, "--kinds=lookback", "--rows=2000");
        }

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("2 series; 2 of 2 features are forecast, 3,000 values")
                .contains("Recommended: lookback");
    }

    private static void fill(String bootstrap) {
        try (Topics topics = new Topics(bootstrap)) {
            topics.create(Map.of("metrics", 2));
        }
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new StringSerializer())) {
            for (int host = 0; host < 2; host++) {
                Track track = Generated.rhythm(60 + host, 1_500, host);
                for (int i = 0; i < track.length(); i++) {
                    String value = String.format(
                            Locale.ROOT,
                            "{\"host\": \"h%d\", \"ts\": %d, \"load\": %f}",
                            host,
                            track.times()[i],
                            track.values()[i]);
                    producer.send(new ProducerRecord<>("metrics", host, null, value));
                }
            }
        }
    }
}
