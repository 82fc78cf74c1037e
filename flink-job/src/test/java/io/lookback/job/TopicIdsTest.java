package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicIdsTest {

    private static final Map<String, String> READ = Map.of("in-a", "1", "in-b", "2");

    @Test
    void aTopicOfAPatternMayBeGoneAndIsRemembered() {
        TopicIds topics = topics("/in-.*/", Map.of("in-b", "2", "in-c", "3"));

        assertThat(topics.after(READ)).isEqualTo(Map.of("in-a", "1", "in-b", "2", "in-c", "3"));
    }

    @Test
    void aTopicThatCameBackAsAnotherIsRefused() {
        Map<String, String> read = topics("/in-.*/", Map.of("in-b", "2")).after(READ);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        topics("/in-.*/", Map.of("in-a", "9", "in-b", "2")).after(read))
                .withMessageStartingWith("Topic 'in-a' was deleted and recreated since the checkpoint was written");
    }

    @Test
    void aTopicThatTheSettingsDoNotNameIsRefusedWithAWayOut() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> topics("in-b", Map.of("in-b", "2")).after(READ))
                .withMessageContaining(
                        "The checkpoint read 'in-a', which is not among the topics [in-b] of input.topic")
                .withMessageContaining("Set input.topic to include it, as the pattern /in-a/ if it was deleted");

        assertThat(new TopicIds(new InputTopics(List.of("in-b", "/in-a/")), Map.of("in-b", "2")).after(READ))
                .containsKey("in-a");
    }

    @Test
    void ofTopicsThatAreGoneTheNewestAreRemembered() {
        Map<String, String> read = Map.of();
        for (int day = 0; day < TopicIds.MOST_GONE + 10; day++) {
            read = topics("/in-.*/", Map.of("in-" + day, "id")).after(read);
        }

        assertThat(read)
                .hasSize(TopicIds.MOST_GONE + 1)
                .doesNotContainKey("in-8")
                .containsKeys("in-9", "in-" + (TopicIds.MOST_GONE + 9));
    }

    private static TopicIds topics(String input, Map<String, String> found) {
        return new TopicIds(new InputTopics(List.of(input)), found);
    }
}
