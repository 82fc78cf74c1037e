package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SeriesCountsTest {

    private static final int GROUPS = 64;
    private static final int SERIES = 6;
    private static final int RECORDS = 4_000;
    private static final int YOUNG = 40;
    private static final int WARM_UP = 150;
    /** No watermark has passed it. */
    private static final long YOUNG_START = 1_800_000_000_000L;

    private static final OrderSpec WAITING =
            new OrderSpec(Duration.ofMinutes(5), OrderSpec.Policy.DROP, OrderSpec.Policy.SCORE, 64);

    @Test
    void agreesWithWhatCameOut() throws Exception {
        try (var harness = open(WARM_UP, 1, 0, OperatorSubtaskState.builder().build())) {
            Counted found = play(harness, items());

            assertThat(found).isEqualTo(expected(harness));
            assertThat(found.warming()).isBetween(1L, SERIES - 1L);
            assertThat(found.alertsOpen()).isPositive();
            assertThat(found.waiting()).isPositive();
            assertThat(found.rows()).isPositive();
        }
    }

    @Test
    void staysRightAfterARestore() throws Exception {
        Snapshot snapshot = snapshot();

        try (var harness = open(WARM_UP, 1, 0, snapshot.state())) {
            assertThat(counted(harness)).isEqualTo(snapshot.counted());
        }
    }

    @Test
    void staysRightAfterARescale() throws Exception {
        Snapshot snapshot = snapshot();
        var left = AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot.state(), GROUPS, 1, 2, 0);
        var right = AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot.state(), GROUPS, 1, 2, 1);

        try (var first = open(WARM_UP, 2, 0, left);
                var second = open(WARM_UP, 2, 1, right)) {
            assertThat(counted(first).plus(counted(second))).isEqualTo(snapshot.counted());
            assertThat(counted(first).series()).isBetween(1L, SERIES - 1L);
        }
    }

    @Test
    void countsAnewUnderOtherSettings() throws Exception {
        Snapshot snapshot = snapshot();

        try (var harness = open(RECORDS, 1, 0, snapshot.state())) {
            assertThat(counted(harness))
                    .isEqualTo(new Counted(
                            SERIES,
                            SERIES,
                            snapshot.counted().alertsOpen(),
                            snapshot.counted().waiting(),
                            snapshot.counted().rows()));
        }
    }

    @Test
    void forgetsWithTheSeries() throws Exception {
        Snapshot snapshot = snapshot();

        try (var harness = open(WARM_UP, 1, 0, snapshot.state())) {
            harness.processWatermark(Long.MAX_VALUE);
            harness.setProcessingTime(Duration.ofDays(1).toMillis());
            harness.setProcessingTime(Duration.ofDays(90).toMillis());

            assertThat(counted(harness)).isEqualTo(new Counted(0, 0, 0, 0, 0));
        }
    }

    /** Series of some age, and one that has only begun. */
    private static List<Item<Observation>> items() {
        List<Item<Observation>> items = new ArrayList<>(Scripts.items(3, SERIES - 1, RECORDS - YOUNG));
        for (int i = 0; i < YOUNG; i++) {
            long time = YOUNG_START + 60_000L * i;
            items.add(Item.record(Scripts.at("young", time, i % 7, i), time));
        }
        return items;
    }

    private record Counted(long series, long warming, long alertsOpen, long waiting, long rows) {

        Counted plus(Counted other) {
            return new Counted(
                    series + other.series,
                    warming + other.warming,
                    alertsOpen + other.alertsOpen,
                    waiting + other.waiting,
                    rows + other.rows);
        }
    }

    private record Snapshot(OperatorSubtaskState state, Counted counted) {}

    private static Snapshot snapshot() throws Exception {
        try (var harness = open(WARM_UP, 1, 0, OperatorSubtaskState.builder().build())) {
            Counted counted = play(harness, items());
            return new Snapshot(harness.snapshot(1, 1), counted);
        }
    }

    private static Counted play(
            KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> harness, List<Item<Observation>> items)
            throws Exception {
        for (Item<Observation> item : items) {
            item.play(harness);
        }
        harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
        return counted(harness);
    }

    /** As the scores and alerts tell it. */
    private static Counted expected(KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> harness) {
        Map<String, Score> last = new HashMap<>();
        List<Score> scores = harness.extractOutputValues();
        for (Score score : scores) {
            last.put(score.observation().series(), score);
        }
        long warming = last.values().stream()
                .filter(score -> score.status() == Status.WARMING)
                .count();
        long open = 0;
        for (var alert : harness.getSideOutput(Scoring.ALERTS)) {
            open += alert.getValue().phase() == Alert.Phase.BEGIN ? 1 : 0;
            open -= alert.getValue().phase() == Alert.Phase.END ? 1 : 0;
        }
        // A channel keeps no row of its first record, and the last five minutes still wait.
        long kept = last.values().stream()
                .mapToLong(score -> Math.min(64L, score.confidence() < 1 ? YOUNG - 6 : 64)
                        * score.features().size())
                .sum();
        return new Counted(last.size(), warming, open, RECORDS - scores.size(), kept);
    }

    private static Counted counted(KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> harness) {
        SeriesCounts counts = ((SequenceOperator) harness.getOneInputOperator()).counts();
        return new Counted(
                counts.series(),
                counts.warming(),
                counts.alertsOpen(),
                counts.waiting(),
                counts.rows(0) + counts.rows(1));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> open(
            int warmUp, int parallelism, int subtask, OperatorSubtaskState state) throws Exception {
        FlowSpec flow = FlowSpec.builder()
                .order(WAITING)
                .cells(List.of(CellSpec.shipped("lstm"), CellSpec.shipped("local-attention")))
                .detection(detection(warmUp))
                .build();
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new SequenceOperatorFactory(flow), Observation::series, Types.STRING, GROUPS, parallelism, subtask);
        harness.initializeState(state);
        harness.open();
        return harness;
    }

    private static DetectionSpec detection(int warmUp) {
        return DetectionSpec.builder().falseAlarms(1_000).warmUp(warmUp).build();
    }
}
