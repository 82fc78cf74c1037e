package io.lookback.job;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics by name. The connector's own subscriber does not tell which of them is gone. */
final class PresentTopics implements KafkaSubscriber {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> topics;
    private final Key setting;
    private final String wayOut;

    private PresentTopics(List<String> topics, Key setting, String wayOut) {
        this.topics = new ArrayList<>(topics);
        this.setting = setting;
        this.wayOut = wayOut;
    }

    static PresentTopics input(List<String> topics) {
        return new PresentTopics(
                topics,
                Key.INPUT_TOPIC,
                "Stop the job, and start it without the checkpoint once the topic is there again");
    }

    static PresentTopics control(String topic) {
        return new PresentTopics(
                List.of(topic),
                Key.CONTROL_TOPIC,
                "Create it again with cleanup.policy compact, and add its entries again: none is in force without it");
    }

    @Override
    public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient brokers) {
        try {
            return KafkaSubscriber.getTopicListSubscriber(topics).getSubscribedTopicPartitions(brokers);
        } catch (RuntimeException failed) {
            UnknownTopicOrPartitionException unknown = ExceptionUtils.findThrowable(
                            failed, UnknownTopicOrPartitionException.class)
                    .orElseThrow(() -> failed);
            List<String> gone = gone(brokers, failed);
            throw new UncheckedIOException(new TopicException(words(gone), unknown));
        }
    }

    private String words(List<String> gone) {
        return String.format(Locale.ROOT, "Topic %s of %s no longer exists. %s", gone, setting, wayOut);
    }

    /** Those that the brokers do not list; if that tells nothing, what failed is all that can be said. */
    private List<String> gone(AdminClient brokers, RuntimeException failed) {
        List<String> gone = new ArrayList<>(topics);
        try {
            gone.removeAll(brokers.listTopics().names().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed;
        } catch (ExecutionException silent) {
            throw failed;
        }
        if (gone.isEmpty()) {
            throw failed;
        }
        return gone;
    }
}
