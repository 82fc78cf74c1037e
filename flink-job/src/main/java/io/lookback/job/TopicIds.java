package io.lookback.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which topics a job reads, by the id that Kafka gave each when it was made: a topic recreated has another.
 *
 * @param input as the settings name it
 * @param found ids by name; empty where nobody asked the brokers
 */
record TopicIds(InputTopics input, TreeMap<String, String> found) implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * Topics that are gone and still known: a name that comes back does so soon, and each takes some 60 bytes of every
     * subtask's state.
     */
    static final int MOST_GONE = 1_000;

    TopicIds(InputTopics input, Map<String, String> found) {
        this(input, new TreeMap<>(found));
    }

    /**
     * Refuses to go on from a checkpoint that read other topics: its offsets mean nothing in these. Topics that come and
     * go by a pattern may be gone.
     *
     * @param read by the job that wrote the checkpoint, ids by name, as this method returned them
     * @return what the next checkpoint has read: the topics that are gone, the newest {@value #MOST_GONE} of them in the
     *     order in which they went, then those of now. The offsets of a topic that is gone stay in the source's state, where
     *     one of the same name would find them.
     * @throws ConfigException if a topic that is named is missing now, or one was recreated
     */
    Map<String, String> after(Map<String, String> read) {
        read.forEach(this::require);
        List<String> gone = new ArrayList<>(read.keySet());
        gone.removeAll(found.keySet());
        Map<String, String> known = new LinkedHashMap<>();
        gone.stream().skip(Math.max(0, gone.size() - MOST_GONE)).forEach(topic -> known.put(topic, read.get(topic)));
        known.putAll(found);
        return known;
    }

    private void require(String topic, String id) {
        String now = found.get(topic);
        if (now == null && !mayBeGone(topic)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "The checkpoint read '%s', which is not among the topics %s of %s: what was read of it cannot go on in another topic. Set %s to include it, as the pattern /%s/ if it was deleted, or start without the checkpoint",
                    topic,
                    found.keySet(),
                    Key.INPUT_TOPIC,
                    Key.INPUT_TOPIC,
                    topic));
        }
        if (now != null && !now.equals(id)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "Topic '%s' was deleted and recreated since the checkpoint was written (id %s then, %s now): its records would be skipped up to the old offset. Start without the checkpoint, with another %s",
                    topic,
                    id,
                    now,
                    Key.INPUT_GROUP));
        }
    }

    private boolean mayBeGone(String topic) {
        return input.has(topic) && !input.names().contains(topic);
    }
}
