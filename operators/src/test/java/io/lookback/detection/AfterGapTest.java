package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rhythm with a period of 94 minutes that a gap interrupts, and that resumes at another phase. */
class AfterGapTest {

    private static final long MINUTE = 60_000;

    private final Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
    private final Random random = new Random(5);
    private int minute;

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 47, 60, 200})
    void usualValuesRaiseNoAlert(int gap) {
        live(1_500);
        minute += gap;

        assertThat(anomalies(100)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 47, 60, 200})
    void norAfterRecordsWithoutAValue(int gap) {
        live(1_500);
        for (int i = 0; i < gap; i++) {
            replay.next(MINUTE * minute++, Double.NaN);
        }

        assertThat(anomalies(100)).isZero();
    }

    @Test
    void aValueThatTheSeriesNeverHadIsAnAnomalyAtOnce() {
        live(1_500);
        minute += 60;

        assertThat(next(40).anomaly()).isTrue();
    }

    @Test
    void andTenRecordsLater() {
        live(1_500);
        minute += 60;
        live(10);

        assertThat(next(40).anomaly()).isTrue();
    }

    private void live(int records) {
        anomalies(records);
    }

    private int anomalies(int records) {
        int found = 0;
        for (int i = 0; i < records; i++) {
            found += next(0).anomaly() ? 1 : 0;
        }
        return found;
    }

    private Verdict next(double more) {
        double rhythm = 10 + 5 * Math.sin(2 * Math.PI * minute / 94) + 0.3 * random.nextGaussian();
        return replay.next(MINUTE * minute++, rhythm + more);
    }
}
