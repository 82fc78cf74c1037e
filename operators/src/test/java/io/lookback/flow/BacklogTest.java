package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.order.OrderSpec.AcrossPartitions;
import io.lookback.order.OrderSpec.Bounds;
import io.lookback.order.OrderSpec.Policy;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Item;
import io.lookback.testkit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions of which one is read before the others, or lies behind them. */
@Tag("slow")
class BacklogTest {

    private static final long HOUR = 3_600_000;
    private static final String LSTM = "lstm";

    @ParameterizedTest(name = "{0} ms of waiting, {1} records a batch, ordered: {2}")
    @CsvSource({
        "0, 50, false",
        "0, 1000, false",
        "1800000, 50, false",
        "1800000, 1000, false",
        "0, 50, true",
        "1800000, 1000, true"
    })
    @FaultCase(
            kind = "Record silently lost",
            input = "backlog of 4 partitions, read one after the other: {}",
            outcome = "scores as if read in order")
    void losesNothingAndScoresAsIfReadInOrder(long bound, int batch, boolean ordered) throws Exception {
        Backlog backlog = new Backlog(4, 2, 1_600, ordered, HOUR);
        FlowSpec spec = Scripts.spec(waiting(bound), 64, LSTM);
        var inOrder = Scripts.script(spec, items(backlog.inOrder())).replay(Backend.HEAP, CrashMode.never());

        var outcome = Scripts.script(spec, backlog.read(batch, bound)).replay(Backend.HEAP, CrashMode.never());

        assertThat(outcome.side(Scoring.REJECTIONS)).isEmpty();
        assertThat(outcome.main())
                .hasSize(1_600)
                .noneMatch(score -> score.flags().contains(Flag.LATE));
        assertThat(Scripts.bySeries(outcome)).isEqualTo(Scripts.bySeries(inOrder));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void emitsTheSameWhereverItCrashes(Backend backend) throws Exception {
        Backlog backlog = new Backlog(4, 2, 160, false, 300_000);
        var script = Scripts.script(Scripts.spec(waiting(0), 7, LSTM), backlog.read(15, 0));
        var uninterrupted = script.replay(Backend.HEAP, CrashMode.never());

        for (CrashMode mode : List.of(CrashMode.afterEachItem(), CrashMode.atRandom(3), CrashMode.atRandom(4))) {
            Outcome<Score> outcome = script.replay(backend, mode);

            assertThat(Scripts.bySeries(outcome)).as("crash %s", mode).isEqualTo(Scripts.bySeries(uninterrupted));
        }
        assertThat(uninterrupted.main()).hasSize(160);
    }

    @Test
    void doesNotWaitForOtherPartitionsWhereTheSourceKeepsTheSeriesInOrder() throws Exception {
        Backlog backlog = new Backlog(4, 2, 200, true, 0);

        var outcome = Scripts.script(Scripts.spec(waiting(0), 1, LSTM), items(backlog.inOrder()))
                .replayWithoutEnd(Backend.HEAP);

        assertThat(outcome.main()).hasSize(200);
    }

    @Test
    void doesNotWaitAcrossPartitionsWhereTheSettingsSaySo() throws Exception {
        OrderSpec atOnce =
                new OrderSpec(Duration.ZERO, Policy.DEAD_LETTER, Policy.SCORE, Bounds.DEFAULT, AcrossPartitions.IGNORE);
        Backlog backlog = new Backlog(4, 2, 200, false, 0);

        var outcome = Scripts.script(Scripts.spec(atOnce, 1, LSTM), items(backlog.inOrder()))
                .replayWithoutEnd(Backend.HEAP);

        assertThat(outcome.main()).hasSize(200);
    }

    @Test
    void waitsForPartitionsThatAreAddedToATopicOfOne() throws Exception {
        List<Observation> records = new Backlog(2, 1, 400, false, HOUR).inOrder();
        int added = records.indexOf(records.stream()
                .filter(record -> record.origin().partition() == 1)
                .findFirst()
                .orElseThrow());
        List<Item<Observation>> items = new ArrayList<>(items(records.subList(0, added + 1)));
        items.add(Item.watermark(records.get(added - 1).time() - 1));
        for (int partition : new int[] {0, 1}) {
            items.addAll(items(records.subList(added + 1, 400).stream()
                    .filter(record -> record.origin().partition() == partition)
                    .toList()));
        }
        var script = Scripts.script(Scripts.spec(waiting(0).inOnePartition(), 1, LSTM), items);

        for (CrashMode mode : List.of(CrashMode.never(), CrashMode.afterEachItem())) {
            Outcome<Score> outcome = script.replay(Backend.HEAP, mode);

            assertThat(outcome.side(Scoring.REJECTIONS)).as("crash %s", mode).isEmpty();
            assertThat(outcome.main()).as("crash %s", mode).hasSize(400);
        }
    }

    @Test
    void doesNotWaitWhileATopicIsOnePartition() throws Exception {
        List<Observation> records = new Backlog(1, 2, 200, false, 0).inOrder();

        var outcome = Scripts.script(Scripts.spec(waiting(0).inOnePartition(), 1, LSTM), items(records))
                .replayWithoutEnd(Backend.HEAP);

        assertThat(outcome.main()).hasSize(200);
    }

    /** No watermark comes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @FaultCase(
            kind = "Flood",
            input = "3,000 records waiting for older ones, order.max-buffered 200, order.max-waiting 300; series: {}",
            outcome = "no more than that wait; the others are scored")
    void aFloodOfRecordsThatWaitStaysWithinItsBounds(int series) throws Exception {
        Backlog backlog = new Backlog(4, series, 3_000, false, 0);
        OrderSpec order = new OrderSpec(
                Duration.ofHours(1), Policy.DEAD_LETTER, Policy.SCORE, new Bounds(200, 300), AcrossPartitions.WAIT);
        try (var harness = open(order)) {
            var operator = (SequenceOperator) harness.getOneInputOperator();
            long most = 0;
            for (Observation observation : backlog.inOrder()) {
                harness.processElement(new StreamRecord<>(observation, observation.time()));
                most = Math.max(most, operator.counts().waiting());
            }

            assertThat(most).isEqualTo(series == 1 ? 200 : 300);
            assertThat(harness.numEventTimeTimers())
                    .as("one for the oldest record of a series")
                    .isEqualTo(series);
            operator.drain();
            assertThat(harness.extractOutputValues()).hasSize((int) (3_000 - most));
        }
    }

    @Test
    @FaultCase(kind = "Flood", input = "one hot key at full rate", outcome = "at most one wave waits")
    void oneHotKeyAtFullRateIsScoredAsItComes() throws Exception {
        Backlog backlog = new Backlog(4, 1, 5_000, true, 0);
        try (var harness = open(waiting(0))) {
            int fewest = Integer.MAX_VALUE;
            int sent = 0;
            for (Observation observation : backlog.inOrder()) {
                harness.processElement(new StreamRecord<>(observation, observation.time()));
                sent++;
                fewest = Math.min(fewest, harness.getOutput().size() - sent);
            }

            assertThat(fewest).as("records that wait at a time").isGreaterThan(-64);
            assertThat(((SequenceOperator) harness.getOneInputOperator())
                            .counts()
                            .waiting())
                    .isZero();
        }
    }

    @Test
    void whatWaitsLeavesOnceTheWholeInputWasSilentForTheBound() throws Exception {
        Observation waiting = new Backlog(4, 1, 1, false, 0).inOrder().get(0);
        try (var harness = open(waiting(5_000))) {
            harness.setProcessingTime(100);
            harness.processElement(new StreamRecord<>(waiting, waiting.time()));
            harness.processWatermarkStatus(WatermarkStatus.IDLE);
            harness.setProcessingTime(4_000);
            harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
            harness.processWatermarkStatus(WatermarkStatus.IDLE);
            harness.setProcessingTime(8_999);
            ((SequenceOperator) harness.getOneInputOperator()).drain();
            assertThat(harness.extractOutputValues()).isEmpty();

            harness.setProcessingTime(9_000);
            ((SequenceOperator) harness.getOneInputOperator()).drain();

            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    private static OrderSpec waiting(long bound) {
        return new OrderSpec(
                Duration.ofMillis(bound), Policy.DEAD_LETTER, Policy.SCORE, Bounds.DEFAULT, AcrossPartitions.WAIT);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> open(OrderSpec order)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new SequenceOperatorFactory(Scripts.spec(order, 64, LSTM)), Observation::series, Types.STRING);
        harness.setup(
                DomainTypes.SCORE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }

    private static List<Item<Observation>> items(List<Observation> observations) {
        return observations.stream()
                .map(observation -> Item.record(observation, observation.time()))
                .toList();
    }
}
