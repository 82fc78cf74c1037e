package io.lookback.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.CliException;
import io.lookback.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EmbeddedBrokerTest {

    @Test
    void handsBackWhatWasProducedAndLeavesNothingBehind() throws Exception {
        Set<Path> before = leftovers();

        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of("in", 2));
            produce(broker.bootstrap(), "hello");

            assertThat(topics.names()).contains("in");
            assertThat(consume(broker.bootstrap())).containsExactly("hello");
            assertThatThrownBy(() -> topics.create(Map.of("in", 2)))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("[in] exist already on " + broker.bootstrap());
        }

        assertThat(leftovers()).isEqualTo(before);
    }

    private static void produce(String bootstrap, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("in", 1, null, value)).get();
        }
    }

    private static List<String> consume(String bootstrap) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("in", 0), new TopicPartition("in", 1)));
            List<String> values = new ArrayList<>();
            for (int poll = 0; poll < 20 && values.isEmpty(); poll++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static Set<Path> leftovers() throws IOException {
        try (var entries =
                Files.list(TemporaryFolder.create("sibling-").resolve("..").normalize())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("broker-"))
                    .collect(Collectors.toSet());
        }
    }
}
