package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.wire.TopicLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputLimitsTest {

    @Test
    void theTopicsOwnSettingsCount() {
        TopicLimits limits = new OutputLimits(Map.of("message.max.bytes", "1"), Map.of())
                .of(
                        "scores",
                        Map.of(
                                "max.message.bytes", "20000",
                                "message.timestamp.after.max.ms", "60000",
                                "message.timestamp.before.max.ms", "86400000"));

        assertThat(limits).isEqualTo(new TopicLimits(20_000, Duration.ofDays(1), Duration.ofMinutes(1)));
    }

    @Test
    void theBrokersCountWhereThereIsNoTopicYet() {
        TopicLimits limits = new OutputLimits(
                        Map.of("message.max.bytes", "30000", "log.message.timestamp.after.max.ms", "120000"), Map.of())
                .of("scores", Map.of());

        assertThat(limits).isEqualTo(new TopicLimits(30_000, TopicLimits.UNLIMITED, Duration.ofMinutes(2)));
    }

    @Test
    void whatNobodyTellsIsWhatKafkaDoes() {
        assertThat(new OutputLimits(Map.of(), Map.of()).of("scores", Map.of())).isEqualTo(TopicLimits.USUAL);
    }

    @Test
    void theProducerCountsWhereItSendsLessThanTheTopicTakes() {
        OutputLimits limits =
                new OutputLimits(Map.of(), Map.of("max.request.size", "5000000", "buffer.memory", "40000"));

        assertThat(limits.of("scores", Map.of("max.message.bytes", "2000000")).maxBytes())
                .isEqualTo(40_000);
    }

    @Test
    void aTopicThatTakesTooLittleForADeadLetterIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> new OutputLimits(Map.of(), Map.of()).of("scores", Map.of("max.message.bytes", "1000")))
                .withMessageContaining("Topic 'scores' takes records of 1,000 bytes")
                .withMessageContaining("8,192 are the least");
    }
}
