package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lookback.event.Alert;
import io.lookback.event.FeatureScore;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.series.StepOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesLifeTest {

    private static final int GROUPS = 4;
    private static final int SERIES = 90;
    private static final int RECORDS = 130;
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;

    static Stream<FlowSpec> specs() {
        return Stream.of(
                Scripts.spec(OrderSpec.DEFAULT, 64),
                Scripts.spec(OrderSpec.DEFAULT, 64, "lstm"),
                Scripts.spec(OrderSpec.DEFAULT, 64, "lstm", "self-attention-rnn", "local-attention"));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void tellsWhatASeriesTakesInACheckpoint(FlowSpec spec) throws Exception {
        long all = checkpointOfMany(spec);

        try (SeriesLife life = new SeriesLife(spec)) {
            for (int record = 0; record < RECORDS; record++) {
                life.live(observation(10, record));
            }

            assertThat(life.checkpointBytes()).isCloseTo(all / SERIES, Percentage.withPercentage(0.5));
        }
    }

    @Test
    void aSeriesWithoutCellsIsForecastBySimpleExperts() {
        List<Score> scores = new ArrayList<>();

        try (SeriesLife life = new SeriesLife(Scripts.spec(OrderSpec.DEFAULT, 1), new Kept(scores))) {
            for (int record = 0; record < RECORDS; record++) {
                life.live(observation(10, record));
            }
        }

        assertThat(scores).hasSize(RECORDS);
        assertThat(scores.subList(1, RECORDS)).allSatisfy(score -> {
            FeatureScore feature = score.features().get(0);
            assertThat(feature.expected()).isBetween(feature.lower(), feature.upper());
            assertThat(score.model()).isEqualTo("none");
        });
    }

    @Test
    void tellsWhatTheCachesHold() {
        try (SeriesLife life = new SeriesLife(Scripts.spec(OrderSpec.DEFAULT, 1, "lstm", "local-attention"))) {
            life.live(observation(10, 0));
            life.live(observation(10, 1));

            assertThat(life.cacheBytes()).hasSize(2).first().isEqualTo(0L);
            assertThat(life.cacheBytes().get(1)).isPositive();
        }
    }

    @Test
    void hasNothingToTellBeforeTheFirstRecord() {
        try (SeriesLife life = new SeriesLife(Scripts.spec(OrderSpec.DEFAULT, 1, "lstm"))) {
            assertThatIllegalStateException().isThrownBy(life::checkpointBytes).withMessageContaining("no record yet");
        }
    }

    private static long checkpointOfMany(FlowSpec spec) throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<String, Observation, Score>(
                new SequenceOperatorFactory(spec), Observation::series, Types.STRING, GROUPS, 1, 0)) {
            harness.open();
            for (int record = 0; record < RECORDS; record++) {
                for (int series = 0; series < SERIES; series++) {
                    harness.processElement(new StreamRecord<>(observation(10 + series, record)));
                }
            }
            harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
            OperatorSubtaskState snapshot = harness.snapshot(1, 1);
            return snapshot.getManagedKeyedState().getStateSize()
                    + snapshot.getRawKeyedState().getStateSize();
        }
    }

    private static Observation observation(int series, int record) {
        return Scripts.at(
                "series-" + series, START + record * MINUTE, Math.sin(record / 20.0) + record % 7 / 10.0, record);
    }

    private record Kept(List<Score> scores) implements StepOutput {

        @Override
        public void score(Score score) {
            scores.add(score);
        }

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new AssertionError(rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
