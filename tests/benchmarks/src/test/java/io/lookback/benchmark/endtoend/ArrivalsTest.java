package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 1,000 records a second: one is due each millisecond, the first hundred do not count. */
class ArrivalsTest {

    private static final double RESOLUTION = 0.05;

    private final OpenLoop load = new OpenLoop(1_000, Duration.ofMillis(100), Duration.ofMillis(1_000));
    private final Arrivals arrivals = new Arrivals(load);

    @Test
    void knowsWhichRecordsCount() {
        assertThat(load.records()).isEqualTo(1_100);
        assertThat(load.counted()).isEqualTo(100);
        assertThat(load.due(1_099)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_099));
    }

    @Test
    void countsFromTheInstantAtWhichARecordWasDue() {
        for (int index = 0; index < 1_100; index++) {
            long wait = index < 100 ? 500 : index < 1_090 ? 3 : 40;
            arrivals.take(index, TimeUnit.MILLISECONDS.toNanos(index + wait));
        }

        Latency latency = arrivals.until(0);

        assertThat(arrivals.complete()).isTrue();
        assertThat(latency.count()).isEqualTo(1_000);
        assertThat(latency.p50()).isCloseTo(3, within(RESOLUTION));
        assertThat(latency.p99()).isCloseTo(3, within(RESOLUTION));
        assertThat(latency.p999()).isCloseTo(40, within(RESOLUTION));
        assertThat(latency.missing()).isZero();
    }

    @Test
    void aStallCountsForEachRecordThatWasDueInIt() {
        for (int index = 0; index < 1_100; index++) {
            arrivals.take(index, TimeUnit.MILLISECONDS.toNanos(Math.max(index, 1_000)));
        }

        assertThat(arrivals.until(0).p50()).isCloseTo(400, within(1.0));
    }

    @Test
    void whatHasNotComeCountsWithTheTimeWaited() {
        for (int index = 0; index < 1_099; index++) {
            arrivals.take(index, TimeUnit.MILLISECONDS.toNanos(index));
            arrivals.take(index, TimeUnit.MILLISECONDS.toNanos(index + 900));
        }

        Latency latency = arrivals.until(TimeUnit.MILLISECONDS.toNanos(2_099));

        assertThat(arrivals.complete()).isFalse();
        assertThat(latency.missing()).isEqualTo(1);
        assertThat(latency.max()).isCloseTo(1_000, within(1.0));
        assertThat(latency.p50()).isZero();
    }

    @Test
    void refusesALoadOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenLoop(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessageContaining("0.0 records/s");
    }
}
