package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.event.AttendedStep;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.memory.HistoryBound;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories that keep their first steps: what they read, across crashes and changes of their bound. */
@Tag("slow")
class AttentionSinksTest {

    private static final int PAGE = 32;
    private static final int EVERY_STEP = 64;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void readsTheFirstStepsAndTheLast(Backend backend) throws Exception {
        FlowSpec spec = spec(64, 5);
        try (ControlledHarness harness = ModelStage.start(backend, spec)) {
            ModelStage.play(harness, 0, 200, "a");

            List<Score> scores = harness.scores();

            for (int record = 1; record < 200; record++) {
                assertThat(attended(scores.get(record)))
                        .as("record %d", record)
                        .isEqualTo(times(scores, held(record - 1, 64, 5)));
            }
        }
    }

    @Test
    void emitsTheSameWhereverItCrashes() throws Exception {
        List<Item<Observation>> items = Scripts.items(8, 2, 260);
        var script = Scripts.script(spec(64, 5), items);
        var uninterrupted = script.replay(Backend.HEAP, CrashMode.never());

        for (Backend backend : Backend.values()) {
            var crashed = script.replay(backend, CrashMode.atRandom(9));

            assertThat(bySeries(crashed.main())).isEqualTo(bySeries(uninterrupted.main()));
        }
    }

    @Test
    void changesNothingBeforeTheHistorySlides() throws Exception {
        List<Score> sliding = scores(spec(64, 0));
        List<Score> withSinks = scores(spec(64, 5));

        assertThat(withSinks.subList(0, 66)).isEqualTo(sliding.subList(0, 66));
        assertThat(withSinks.get(66)).isNotEqualTo(sliding.get(66));
    }

    @ParameterizedTest
    @CsvSource({
        "HEAP,0,9,64", "ROCKSDB,0,9,64",
        "HEAP,9,0,64", "ROCKSDB,9,0,64",
        "HEAP,4,32,64", "ROCKSDB,4,32,64",
        "HEAP,4,4,128", "ROCKSDB,4,4,128",
        "HEAP,0,0,128", "ROCKSDB,0,0,128"
    })
    void aRestoredJobReadsWhatIsThereUnderItsOwnBound(Backend backend, int sinks, int laterSinks, int laterSteps)
            throws Exception {
        int cut = 150;
        OperatorSubtaskState state;
        List<Score> scores;
        try (ControlledHarness harness = ModelStage.start(backend, spec(64, sinks))) {
            ModelStage.play(harness, 0, cut, "a");
            scores = new ArrayList<>(harness.scores());
            state = harness.snapshot();
        }

        try (ControlledHarness harness = ModelStage.restore(backend, spec(laterSteps, laterSinks), state)) {
            ModelStage.play(harness, cut, 320, "a");
            scores.addAll(harness.scores());
        }

        assertThat(scores).hasSize(320);
        int kept = sinks > 0 ? laterSinks : 0;
        int oldest = held(cut - 1, 64, sinks).stream().skip(sinks).findFirst().orElseThrow();
        for (int record = cut; record < 320; record++) {
            Set<Integer> rows = held(record - 1, laterSteps, kept);
            rows.removeIf(row -> row >= kept && row < oldest);
            Set<Long> attended = attended(scores.get(record));
            if (rows.size() <= EVERY_STEP) {
                assertThat(attended).as("record %d", record).isEqualTo(times(scores, rows));
            } else {
                assertThat(times(scores, rows)).as("record %d", record).containsAll(attended);
            }
        }
    }

    /** Numbers of the rows that a history of that length reads, as one would say it. */
    private static Set<Integer> held(int length, int maxSteps, int sinks) {
        Set<Integer> rows = new TreeSet<>();
        for (int row = 0; row < length; row++) {
            rows.add(row);
        }
        for (int page = 0; rows.size() > maxSteps; page++) {
            for (int row = Math.max(sinks, page * PAGE); row < (page + 1) * PAGE; row++) {
                rows.remove(row);
            }
        }
        return rows;
    }

    /** A series' first record has nothing before it to be forecast from: its second makes the first row. */
    private static Set<Long> times(List<Score> scores, Set<Integer> rows) {
        return rows.stream()
                .map(row -> scores.get(row + 1).observation().time())
                .collect(Collectors.toSet());
    }

    private static Set<Long> attended(Score score) {
        return score.attention().stream()
                .flatMap(attention -> attention.steps().stream())
                .map(AttendedStep::time)
                .collect(Collectors.toSet());
    }

    private static List<Score> scores(FlowSpec spec) throws Exception {
        try (ControlledHarness harness = ModelStage.start(Backend.HEAP, spec)) {
            ModelStage.play(harness, 0, 100, "a");
            return harness.scores();
        }
    }

    private static Object bySeries(List<Score> scores) {
        return scores.stream()
                .collect(Collectors.groupingBy(score -> score.observation().series()));
    }

    private static FlowSpec spec(int maxSteps, int sinks) {
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, 7);
        return usual.toBuilder()
                .cells(List.of(CellSpec.shipped("self-attention-rnn")))
                .history(new HistorySpec(new HistoryBound(maxSteps, sinks), 4 << 20, EVERY_STEP))
                .build();
    }
}
