package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series beyond {@code state.max-series} where the idlest ones leave for them. */
class EvictionTest {

    private static final int TIMERS_OF_A_SERIES = 2;

    @SuppressWarnings("NullAway.Init") // each test opens it first
    private KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> harness;

    private Backend backend = Backend.HEAP;
    private long clock;
    private long offset;

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void forgetsTheIdlestAndNotTheOldest() throws Exception {
        open(2, 1, nothing());
        see("a");
        see("b");
        see("a");

        see("c");

        assertThat(series()).containsExactlyInAnyOrder("a", "c");
        assertThat(counts().series()).isEqualTo(2);
        assertThat(harness.getSideOutput(Scoring.REJECTIONS)).isNullOrEmpty();
    }

    @Test
    void anEvictedSeriesBeginsAnew() throws Exception {
        open(1, 1, nothing());
        see("a");
        see("b");

        see("a");

        assertThat(series()).containsExactly("a");
        assertThat(harness.extractOutputValues()).hasSize(3);
        assertThat(timers()).isEqualTo(TIMERS_OF_A_SERIES);
    }

    /** Whatever caches held of its first life. */
    @Test
    void itsSecondLifeIsThatOfASeriesNeverSeen() throws Exception {
        String[] cells = {"lstm", "self-attention-rnn", "local-attention"};
        open(1, 1, nothing(), cells);
        live(100);
        see("b");
        long begin = clock;
        long next = offset;
        live(100);
        List<Score> again = harness.extractOutputValues().subList(101, 201);
        harness.close();

        clock = begin;
        offset = next;
        open(1, 1, nothing(), cells);
        live(100);

        assertThat(harness.extractOutputValues()).isEqualTo(again);
    }

    /** A list in the order of the last records says which series must be there, at every moment. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void keepsThoseSeenLastWhereverItIsRestored(Backend kind) throws Exception {
        backend = kind;
        int limit = 20;
        open(limit, 1, nothing());
        Map<String, Boolean> expected = new LinkedHashMap<>(16, 0.75f, true);
        Random random = new Random(5);

        for (int i = 0; i < 600; i++) {
            String name = "s" + (int) Math.abs(random.nextGaussian() * limit);
            see(name);
            expected.put(name, true);
            dropEldest(expected, limit);
            if (random.nextInt(40) == 0) {
                restore(limit);
            }

            assertThat(series()).as("after record %d", i).isEqualTo(expected.keySet());
        }
        assertThat(timers()).isEqualTo(TIMERS_OF_A_SERIES * limit);
    }

    @Test
    void aWaveOfNewSeriesLeavesAsManyAsAreAllowed() throws Exception {
        open(3, 8, nothing());
        for (int i = 0; i < 20; i++) {
            see("s" + i);
        }

        harness.getOneInputOperator().prepareSnapshotPreBarrier(1);

        assertThat(series()).containsExactlyInAnyOrder("s17", "s18", "s19");
        assertThat(harness.extractOutputValues()).hasSize(20);
    }

    @Test
    void aLowerLimitHoldsFromTheFirstWaveAfterARestore() throws Exception {
        open(50, 1, nothing());
        for (int i = 0; i < 50; i++) {
            see("s" + i);
        }

        restore(10);
        see("s0");

        assertThat(series()).hasSize(10).contains("s0", "s49", "s41").doesNotContain("s40");
    }

    /** More series were seen after their timers were set than one call looks at. */
    @Test
    void findsAnIdleOneAmongThousandsThatAreBusy() throws Exception {
        int limit = 3 * IdlestSeries.LOOKS;
        open(limit, 64, nothing());
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < limit; i++) {
                see("s" + i);
            }
        }

        for (int i = 0; i < 4 * 64; i++) {
            see("new" + i);
        }
        harness.getOneInputOperator().prepareSnapshotPreBarrier(1);

        assertThat(counts().series()).isEqualTo(limit);
        assertThat(series()).contains("new0", "new255", "s" + (limit - 1)).doesNotContain("s0");
    }

    @Test
    void endsTheAlertOfASeriesThatLeaves() throws Exception {
        open(1, 1, nothing());
        for (int i = 0; i < 1_450; i++) {
            see("loud", 10 * Math.sin(i / 30.0) + (i > 1_445 ? 500 : 0));
        }
        assertThat(counts().alertsOpen()).isEqualTo(1);

        see("b");

        assertThat(counts().alertsOpen()).isZero();
        assertThat(harness.getSideOutput(Scoring.ALERTS))
                .extracting(alert -> alert.getValue().phase())
                .endsWith(Alert.Phase.END);
    }

    private void live(int records) throws Exception {
        for (int i = 0; i < records; i++) {
            see("a", Math.sin(i / 5.0) * i);
        }
    }

    private void see(String name) throws Exception {
        see(name, 1);
    }

    private void see(String name, double value) throws Exception {
        harness.setProcessingTime(++clock);
        harness.processElement(Scripts.at(name, 60_000 * clock, value, offset++), 60_000 * clock);
    }

    private static void dropEldest(Map<String, Boolean> expected, int limit) {
        Iterator<String> eldest = expected.keySet().iterator();
        while (expected.size() > limit) {
            eldest.next();
            eldest.remove();
        }
    }

    private Set<String> series() {
        try (var keys = operator().<String>getKeyedStateBackend().getKeys("series", VoidNamespace.INSTANCE)) {
            return keys.collect(Collectors.toSet());
        }
    }

    private int timers() {
        return harness.numProcessingTimeTimers();
    }

    private SeriesCounts counts() {
        return operator().counts();
    }

    private SequenceOperator operator() {
        return (SequenceOperator) harness.getOneInputOperator();
    }

    private static OperatorSubtaskState nothing() {
        return OperatorSubtaskState.builder().build();
    }

    private void restore(int limit) throws Exception {
        harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        open(limit, 1, state);
    }

    private void open(int limit, int waveSize, OperatorSubtaskState state) throws Exception {
        open(limit, waveSize, state, "lstm");
    }

    private void open(int limit, int waveSize, OperatorSubtaskState state, String... cells) throws Exception {
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, waveSize, cells);
        RetentionSpec retention = new RetentionSpec(Duration.ofDays(30), limit, RetentionSpec.OnLimit.EVICT);
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new SequenceOperatorFactory(
                        usual.toBuilder().retention(retention).build()),
                Observation::series,
                Types.STRING);
        harness.setStateBackend(backend.create());
        harness.setProcessingTime(clock);
        harness.initializeState(state);
        harness.open();
    }
}
