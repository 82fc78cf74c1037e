package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    @Test
    void dividesTheScoresBetweenTwoStampsByTheirDistance() {
        Throughput throughput = Throughput.between(1_001, 250, 10_000, 1_000, 10_500);

        assertThat(throughput.recordsPerSecond()).isCloseTo(1_500, within(1e-9));
        assertThat(throughput.scored()).isEqualTo(1_001);
    }

    @Test
    void scoresOfTheSameMillisecondCountAsOneApart() {
        assertThat(Throughput.between(9, 2, 50, 8, 50).recordsPerSecond()).isCloseTo(6_000, within(1e-9));
    }

    @Test
    void refusesStampsThatRunBackwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Throughput.between(9, 2, 51, 8, 50))
                .withMessageContaining("51 ms");
    }

    @Test
    void needsRecordsToMeasure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThroughputTrial(7, Duration.ofSeconds(1)))
                .withMessageContaining("7 records");
    }
}
