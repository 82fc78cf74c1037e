package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputTopicsTest {

    @Test
    void takesNamesAsTheyAre() {
        InputTopics topics = new InputTopics(List.of("a.b", "c"));

        assertThat(topics.pattern()).isEmpty();
        assertThat(topics.has("a.b")).isTrue();
        assertThat(topics.has("axb")).isFalse();
        assertThat(topics.among(Set.of("c"))).containsExactly("a.b", "c");
    }

    @Test
    void findsTheTopicsThatFitAPatternBesideThoseThatAreNamed() {
        InputTopics topics = new InputTopics(List.of("/metrics-.*/", "a.b"));

        assertThat(topics.names()).containsExactly("a.b");
        assertThat(topics.among(List.of("metrics-2", "other", "a.b", "axb", "metrics-1")))
                .containsExactly("a.b", "metrics-1", "metrics-2");
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> new InputTopics(List.of("/metrics-(/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input.topic is '/metrics-(/': give a pattern between slashes");
    }

    @Test
    void refusesAPatternThatReadsWhatTheJobWrites() {
        List<String> settings =
                List.of("kafka.bootstrap=b:1", "input.topic=/metrics.*/", "output.scores=metrics-scores");

        assertThatThrownBy(() -> JobConfig.load(Optional.empty(), settings, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the job would read what it writes");
    }
}
