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

    private final ReorderBuffer buffer = new ReorderBuffer();

    @Test
    void holdsARecordUntilItsSeriesIsNewerByTheBound() {
        assertThat(offer(100)).isEmpty();
        assertThat(offer(109)).isEmpty();

        assertThat(offer(110)).containsExactly(100L);
    }

    @Test
    void releasesInTheOrderOfEventTime() {
        offer(105);
        offer(101);
        offer(103);

        assertThat(offer(120)).containsExactly(101L, 103L, 105L);
    }

    @Test
    void keepsRecordsOfOneInstantInTheOrderOfTheirArrival() {
        buffer.offer(at(100, 1), TEN_MS);
        buffer.offer(at(100, 2), TEN_MS);

        assertThat(buffer.release(100))
                .extracting(observation -> observation.origin().offset())
                .containsExactly(1L, 2L);
    }

    @Test
    void releasesWhatTheWatermarkHasPassed() {
        offer(100);
        offer(105);

        assertThat(times(buffer.release(100))).containsExactly(100L);
        assertThat(times(buffer.waiting())).containsExactly(105L);
    }

    @Test
    void letsTheOldestGoWhenItIsFull() {
        offer(104);
        offer(103);
        offer(102);
        offer(101);

        assertThat(offer(105)).containsExactly(101L);
        assertThat(buffer.waiting()).hasSize(4);
    }

    @Test
    void aRecordOlderThanTheBoundLeavesAtOnce() {
        offer(100);

        assertThat(offer(90)).containsExactly(90L);
    }

    private List<Long> offer(long time) {
        return times(buffer.offer(at(time, 0), TEN_MS));
    }

    private static List<Long> times(List<Observation> observations) {
        return new ArrayList<>(observations.stream().map(Observation::time).toList());
    }

    private static Observation at(long time, long offset) {
        return new Observation("s", time, Features.of("v"), Values.of(1), new Origin("topic", 0, offset), Payload.NONE);
    }
}
