package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.order.OrderSpec.Policy;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import io.lookback.testkit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class SequenceOperatorTest {

    private static final OrderSpec REORDERING =
            new OrderSpec(Duration.ofMinutes(5), Policy.DEAD_LETTER, Policy.SCORE, 1024);
    private static final String LSTM = "lstm";

    static Stream<List<String>> cells() {
        return Stream.of(
                List.of("lstm"),
                List.of("self-attention-rnn"),
                List.of("local-attention"),
                List.of("lstm", "self-attention-rnn", "local-attention"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void emitsTheSameWhereverItCrashes(List<String> cells) throws Exception {
        var script = Scripts.script(Scripts.spec(OrderSpec.DEFAULT, 7, names(cells)), Scripts.items(1, 5, 300));
        Outcome<Score> uninterrupted = script.replay(Backend.HEAP, CrashMode.never());

        for (CrashMode mode : List.of(CrashMode.afterEachItem(), CrashMode.atRandom(3), CrashMode.atRandom(4))) {
            Outcome<Score> outcome = script.replay(Backend.HEAP, mode);

            assertThat(Scripts.bySeries(outcome)).as("crash %s", mode).isEqualTo(Scripts.bySeries(uninterrupted));
            assertThat(outcome.side(Scoring.ALERTS))
                    .as("crash %s", mode)
                    .containsExactlyInAnyOrderElementsOf(uninterrupted.side(Scoring.ALERTS));
        }
        assertThat(uninterrupted.main()).hasSize(300);
    }

    @Test
    void emitsTheSameFromRocksDbWhereverItCrashes() throws Exception {
        var spec = Scripts.spec(OrderSpec.DEFAULT, 7, "lstm", "self-attention-rnn", "local-attention");
        var script = Scripts.script(spec, Scripts.items(6, 3, 120));
        Outcome<Score> onHeap = script.replay(Backend.HEAP, CrashMode.never());

        Outcome<Score> onRocksDb = script.replay(Backend.ROCKSDB, CrashMode.atRandom(7));

        assertThat(Scripts.bySeries(onRocksDb)).isEqualTo(Scripts.bySeries(onHeap));
        assertThat(onRocksDb.main()).hasSize(120);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void emitsTheSameWhateverTheWaveSize(List<String> cells) throws Exception {
        List<Item<Observation>> items = Scripts.items(2, 40, 1500);
        var alone = replay(Scripts.spec(OrderSpec.DEFAULT, 1, names(cells)), items);

        for (int size : new int[] {2, 7, 33, 256}) {
            var together = replay(Scripts.spec(OrderSpec.DEFAULT, size, names(cells)), items);

            assertThat(Scripts.bySeries(together)).as("waves of %d", size).isEqualTo(Scripts.bySeries(alone));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 64})
    void scoresAlikeWhetherRecordsComeInOrderOrWithinTheBound(int waveSize) throws Exception {
        List<Observation> ordered = IntStream.range(0, 200)
                .mapToObj(i -> Scripts.at("a", 60_000L * i, Math.sin(i), i))
                .toList();
        List<Observation> shuffled = new ArrayList<>(ordered);
        for (int i = 0; i + 3 < shuffled.size(); i += 4) {
            shuffled.add(i, shuffled.remove(i + 3));
        }

        var inOrder = replay(Scripts.spec(REORDERING, waveSize, LSTM), records(ordered));
        var outOfOrder = replay(Scripts.spec(REORDERING, waveSize, LSTM), records(shuffled));

        assertThat(outOfOrder.main()).isEqualTo(inOrder.main()).hasSize(200);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theEndOfTheInputEndsOpenAlerts(Backend backend) throws Exception {
        List<Observation> records = new ArrayList<>();
        for (int i = 0; i < 1_450; i++) {
            double value = 10 * Math.sin(i / 30.0) + (i > 1_445 ? 500 : 0);
            records.add(Scripts.at("loud", 60_000L * i, value, 2 * i));
            records.add(Scripts.at("calm", 60_000L * i, Math.sin(i / 30.0), 2 * i + 1));
        }
        var script = Scripts.script(Scripts.spec(OrderSpec.DEFAULT, 1, LSTM), records(records));

        List<Alert> open = script.replayWithoutEnd(backend).side(Scoring.ALERTS);
        List<Alert> ended = script.replay(backend, CrashMode.never()).side(Scoring.ALERTS);

        assertThat(open).isNotEmpty().extracting(Alert::phase).doesNotContain(Alert.Phase.END);
        assertThat(ended).hasSize(open.size() + 1).last().satisfies(end -> {
            assertThat(end.phase()).isEqualTo(Alert.Phase.END);
            assertThat(end.id()).isEqualTo(open.get(0).id());
            assertThat(end.peakScore()).isEqualTo(open.get(open.size() - 1).peakScore());
        });
    }

    @Test
    void reorderedRecordsSurviveCrashes() throws Exception {
        List<Item<Observation>> items = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            int swapped = i % 2 == 0 ? i + 1 : i - 1;
            items.add(Item.record(Scripts.at("a", 60_000L * swapped, swapped % 9, swapped), 60_000L * swapped));
            if (i % 10 == 0) {
                items.add(Item.watermark(60_000L * (i - 5)));
            }
        }
        var script = Scripts.script(Scripts.spec(REORDERING, 3, LSTM), items);

        var uninterrupted = script.replay(Backend.HEAP, CrashMode.never());

        assertThat(uninterrupted.main())
                .hasSize(120)
                .isSortedAccordingTo((a, b) ->
                        Long.compare(a.observation().time(), b.observation().time()));
        assertThat(script.replay(Backend.HEAP, CrashMode.afterEachItem()).main())
                .isEqualTo(uninterrupted.main());
        assertThat(script.replay(Backend.HEAP, CrashMode.atRandom(5)).main()).isEqualTo(uninterrupted.main());
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void treatsLateRecordsAsThePolicySays(Policy policy) throws Exception {
        OrderSpec order = new OrderSpec(Duration.ZERO, policy, Policy.SCORE, 16);
        List<Observation> records =
                List.of(Scripts.at("a", 1000, 1, 0), Scripts.at("a", 2000, 2, 1), Scripts.at("a", 1500, 3, 2));

        var outcome = replay(Scripts.spec(order, 8, LSTM), records(records));

        List<Rejection> rejections = outcome.side(Scoring.REJECTIONS);
        switch (policy) {
            case SCORE -> assertThat(outcome.main().get(2).flags()).isEqualTo(Set.of(Flag.LATE));
            case DEAD_LETTER -> {
                assertThat(outcome.main()).hasSize(2);
                assertThat(rejections).hasSize(1);
                assertThat(rejections.get(0).reason()).isEqualTo(Rejection.Reason.LATE);
                assertThat(rejections.get(0).message()).contains("1500", "2000", "order.max-out-of-orderness");
            }
            case DROP -> {
                assertThat(outcome.main()).hasSize(2);
                assertThat(rejections).isEmpty();
            }
        }
    }

    @Test
    void namesWhereTheAttentionCellsLooked() throws Exception {
        List<Observation> records = IntStream.range(0, 50)
                .mapToObj(i -> Scripts.at("a", 60_000L * i, Math.sin(i), i))
                .toList();

        var outcome = replay(Scripts.spec(OrderSpec.DEFAULT, 8, LSTM, "local-attention"), records(records));

        assertThat(outcome.main().get(0).attention()).isEmpty();
        assertThat(outcome.main().get(49).attention()).singleElement().satisfies(attention -> {
            assertThat(attention.model()).isEqualTo("local-attention-1");
            assertThat(attention.feature()).isEqualTo("value");
            assertThat(attention.steps()).hasSize(3).allMatch(step -> step.time() < 60_000L * 49);
        });
    }

    @Test
    void flagsARecordOfAnInstantThatWasScored() throws Exception {
        List<Observation> records = List.of(Scripts.at("a", 1000, 1, 0), Scripts.at("a", 1000, 1, 1));

        var outcome = replay(Scripts.spec(OrderSpec.DEFAULT, 8, LSTM), records(records));

        assertThat(outcome.main()).extracting(Score::flags).containsExactly(Set.of(), Set.of(Flag.DUPLICATE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void refusesASeriesBeyondTheLimitAndGoesOnWithTheOthers(int waveSize) throws Exception {
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, waveSize, LSTM);
        FlowSpec narrow = usual.toBuilder()
                .retention(new RetentionSpec(Duration.ofDays(30), 2, RetentionSpec.OnLimit.REJECT))
                .build();
        List<Observation> records = List.of(
                Scripts.at("a", 1000, 1, 0),
                Scripts.at("b", 1000, 1, 1),
                Scripts.at("c", 1000, 1, 2),
                Scripts.at("a", 2000, 1, 3),
                Scripts.at("c", 2000, 1, 4));

        var outcome = replay(narrow, records(records));

        assertThat(outcome.main())
                .extracting(score -> score.observation().series())
                .containsExactly("a", "b", "a");
        assertThat(outcome.side(Scoring.REJECTIONS)).hasSize(2).allSatisfy(rejection -> {
            assertThat(rejection.reason()).isEqualTo(Rejection.Reason.SERIES_LIMIT);
            assertThat(rejection.message())
                    .contains("Series 'c' is new", "keeps as many as it may", "state.max-series");
        });
    }

    @Test
    void forgetsASeriesThatWasSilentForItsTimeToLive() throws Exception {
        long day = Duration.ofDays(1).toMillis();
        List<Item<Observation>> items = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            items.add(Item.record(Scripts.at("a", 1000L * i, i % 7, i), 1000L * i));
        }
        items.add(Item.clock(20 * day));
        items.add(Item.record(Scripts.at("a", 1_000_000, 3, 150), 1_000_000));
        items.add(Item.clock(45 * day));
        items.add(Item.record(Scripts.at("a", 2_000_000, 3, 151), 2_000_000));
        items.add(Item.clock(45 * day + 10));
        items.add(Item.clock(90 * day));
        items.add(Item.record(Scripts.at("a", 3_000_000, 3, 152), 3_000_000));

        var outcome =
                Scripts.script(Scripts.spec(OrderSpec.DEFAULT, 8, LSTM), items).replay(Backend.HEAP, CrashMode.never());

        List<Score> scores = outcome.main();
        assertThat(scores.get(150).confidence()).isPositive();
        assertThat(scores.get(151).confidence()).isPositive();
        assertThat(scores.get(152).confidence()).isZero();
    }

    private static Outcome<Score> replay(FlowSpec spec, List<Item<Observation>> items) throws Exception {
        return Scripts.script(spec, items).replay(Backend.HEAP, CrashMode.never());
    }

    private static List<Item<Observation>> records(List<Observation> observations) {
        return observations.stream()
                .map(observation -> Item.record(observation, observation.time()))
                .toList();
    }

    private static String[] names(List<String> cells) {
        return cells.toArray(String[]::new);
    }
}
