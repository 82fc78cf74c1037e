package io.lookback.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {

    private static final OrderSpec TEN_MS = new OrderSpec(Duration.ofMillis(10), Policy.SCORE, Policy.SCORE, 4);
    private static final long NO_WATERMARK = Long.MIN_VALUE;

    private final ReorderBuffer buffer = new ReorderBuffer();

    @Test
    void holdsAnOrderedRecordUntilItsSeriesIsNewerByTheBound() {
        assertThat(offer(100)).isEmpty();
        assertThat(offer(109)).isEmpty();

        assertThat(offer(110)).containsExactly(100L);
    }

    @Test
    void holdsARecordOfAScatteredSeriesUntilTheWatermarkPassesItHoweverNewItsSeriesIs() {
        assertThat(scattered(100, 0, 0, NO_WATERMARK)).isEmpty();
        assertThat(scattered(3_600_000, 0, 1, NO_WATERMARK)).isEmpty();
        assertThat(scattered(50, 1, 0, 49)).isEmpty();

        assertThat(scattered(60, 1, 1, 50)).containsExactly(50L);
        assertThat(times(buffer.release(100))).containsExactly(60L, 100L);
    }

    @Test
    void oneScatteredRecordMakesTheOrderedOnesOfItsSeriesWaitForTheWatermark() {
        scattered(100, 1, 0, NO_WATERMARK);

        assertThat(offer(200)).isEmpty();
        assertThat(times(buffer.release(100))).containsExactly(100L);
        assertThat(offer(300)).containsExactly(200L);
    }

    @Test
    void passesOnAtOnceWhatTheWatermarkHasPassed() {
        assertThat(scattered(100, 0, 0, 100)).containsExactly(100L);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void releasesInTheOrderOfEventTime() {
        offer(105);
        offer(101);
        offer(103);

        assertThat(offer(120)).containsExactly(101L, 103L, 105L);
    }

    @Test
    void releasesRecordsOfOneInstantByPartitionAndOffsetWhicheverWasReadFirst() {
        scattered(100, 2, 0, NO_WATERMARK);
        scattered(100, 0, 8, NO_WATERMARK);
        scattered(100, 0, 7, NO_WATERMARK);

        assertThat(buffer.release(100))
                .extracting(observation -> observation.origin().id())
                .containsExactly("topic-0-7", "topic-0-8", "topic-2-0");
    }

    @Test
    void releasesWhatTheWatermarkHasPassed() {
        offer(100);
        offer(105);

        assertThat(times(buffer.release(100))).containsExactly(100L);
        assertThat(times(buffer.waiting())).containsExactly(105L);
    }

    @Test
    void letsTheOldestGoWhenTooManyWait() {
        for (long time = 105; time > 100; time--) {
            offer(time);
        }

        assertThat(times(buffer.releaseSurplus(3))).containsExactly(101L, 102L);
        assertThat(buffer.releaseSurplus(3)).isEmpty();
        assertThat(buffer.oldest()).hasValue(103);
    }

    @Test
    void anOrderedRecordOlderThanTheBoundLeavesAtOnce() {
        offer(100);

        assertThat(offer(90)).containsExactly(90L);
    }

    private List<Long> offer(long time) {
        return times(buffer.offer(at(time, new Origin("topic", 0, 0)), TEN_MS, NO_WATERMARK));
    }

    private List<Long> scattered(long time, int partition, long offset, long watermark) {
        return times(buffer.offer(at(time, new Origin("topic", partition, offset, false)), TEN_MS, watermark));
    }

    private static List<Long> times(List<Observation> observations) {
        return new ArrayList<>(observations.stream().map(Observation::time).toList());
    }

    private static Observation at(long time, Origin origin) {
        return new Observation("s", time, Features.of("v"), Values.of(1), origin, Payload.NONE);
    }
}
