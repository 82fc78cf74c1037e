package io.lookback.job;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which topics a job reads, by the id that Kafka gave each when it was made: a topic recreated has another. */
final class TopicIds {

    private TopicIds() {}

    /**
     * Refuses to go on from a checkpoint that read other topics: its offsets mean nothing in these.
     *
     * @param read by the job that wrote the checkpoint, ids by name
     * @param found that this job reads
     * @throws ConfigException if a topic is missing now or was recreated
     */
    static void require(Map<String, String> read, Map<String, String> found) {
        for (Map.Entry<String, String> topic : new TreeMap<>(read).entrySet()) {
            String now = found.get(topic.getKey());
            if (now == null) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "The checkpoint read %s, %s names %s: what was read of '%s' cannot go on in another topic. Set %s to include it, or start without the checkpoint",
                        new TreeMap<>(read).keySet(),
                        Key.INPUT_TOPIC,
                        new TreeMap<>(found).keySet(),
                        topic.getKey(),
                        Key.INPUT_TOPIC));
            }
            if (!now.equals(topic.getValue())) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "Topic '%s' was deleted and recreated since the checkpoint was written (id %s then, %s now): its records would be skipped up to the old offset. Start without the checkpoint, with another %s",
                        topic.getKey(),
                        topic.getValue(),
                        now,
                        Key.INPUT_GROUP));
            }
        }
    }
}
