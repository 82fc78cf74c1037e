package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cli.broker.EmbeddedBroker;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("slow")
class PresentTopicsTest {

    @Test
    void aTopicThatWasDeletedIsNamed() throws Exception {
        PresentTopics topics = PresentTopics.input(List.of("kept", "deleted"));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AdminClient brokers = AdminClient.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrap()))) {
            OverKafka.create(broker, "kept", "deleted");
            assertThat(topics.getSubscribedTopicPartitions(brokers)).hasSize(2 * OverKafka.PARTITIONS);

            brokers.deleteTopics(List.of("deleted")).all().get();

            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> topics.getSubscribedTopicPartitions(brokers))
                    .havingCause()
                    .withMessageStartingWith("Topic [deleted] of input.topic no longer exists");
        }
    }
}
