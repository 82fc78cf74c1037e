package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    @Test
    void dividesTheScoresBetweenTwoStampsByTheirDistance() {
        Throughput throughput = Throughput.between(250, 10_000, 1_000, 10_500);

        assertThat(throughput.recordsPerSecond()).isCloseTo(1_500, within(1e-9));
        assertThat(throughput.settled()).isEqualTo(251);
        assertThat(throughput.scored()).isEqualTo(1_001);
    }

    @Test
    void scoresOfTheSameMillisecondCountAsOneApart() {
        assertThat(Throughput.between(2, 50, 8, 50).recordsPerSecond()).isCloseTo(6_000, within(1e-9));
    }

    @Test
    void refusesStampsThatRunBackwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Throughput.between(2, 51, 8, 50))
                .withMessageContaining("51 ms");
    }

    @Test
    void needsMoreRecordsThanItLeavesOut() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThroughputTrial(700, 1_000, second, second))
                .withMessageContaining("700 records, of which the first 1000");
    }
}
