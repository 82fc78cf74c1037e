package io.lookback.job;

import java.util.Locale;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/** Names that Kafka allows. */
final class Topics {

    private Topics() {}

    static void require(String key, String topic) {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is '%s': give a topic's name (%s)", key, topic, e.getMessage()), e);
        }
    }
}
