package io.lookback.job;

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
                    "%s is '%s': give a topic's name (%s)".formatted(key, topic, e.getMessage()), e);
        }
    }
}
