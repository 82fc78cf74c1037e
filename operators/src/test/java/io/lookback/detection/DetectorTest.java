package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lookback.event.Alert;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.FeatureScore;
import io.lookback.event.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {

    private static final long MINUTES_5 = 300_000;
    private static final long HOUR = 3_600_000;

    private final Random random = new Random(17);
    private long time;

    @Test
    void findsALevelShiftAndTellsItsLife() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        List<Alert> before = run(replay, 3_000, 0);

        List<Alert> changes = run(replay, 20, 12);
        changes.addAll(run(replay, 300, 0));

        assertThat(before)
                .filteredOn(change -> change.phase() == Alert.Phase.BEGIN)
                .hasSizeLessThanOrEqualTo(2);
        Alert begin = changes.get(0);
        assertThat(begin.phase()).isEqualTo(Alert.Phase.BEGIN);
        assertThat(begin.direction()).isEqualTo(Direction.ABOVE);
        assertThat(begin.value()).isGreaterThan(8);
        assertThat(begin.feature()).isEqualTo("f0");
        assertThat(changes)
                .filteredOn(change -> change.id().equals(begin.id()))
                .last()
                .satisfies(end -> {
                    assertThat(end.phase()).isEqualTo(Alert.Phase.END);
                    assertThat(end.ending()).isEqualTo(EndReason.RECOVERED);
                    assertThat(end.end() - end.begin()).isBetween(15 * MINUTES_5, 60 * MINUTES_5);
                });
    }

    @Test
    void severityStaysUpWhileTheScoreSpeaksOnce() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        run(replay, 3_000, 0);

        List<Verdict> trouble = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            trouble.add(next(replay, 12));
        }

        assertThat(trouble).filteredOn(Verdict::anomaly).hasSizeBetween(1, 5);
        assertThat(trouble).allSatisfy(verdict -> assertThat(verdict.severity()).isGreaterThan(0.4));
    }

    @Test
    void warmsForADayUnlessToldOtherwise() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);

        for (int i = 0; i < 288; i++) {
            assertThat(next(replay, 0).status()).as("record %d of 5 minutes", i).isEqualTo(Status.WARMING);
        }

        assertThat(next(replay, 0).status()).isEqualTo(Status.READY);
    }

    @Test
    void raisesNoAlertWhileWarming() {
        Replay replay =
                new Replay(DetectionSpec.builder().falseAlarms(10).warmUp(100).build(), 1);

        for (int i = 0; i < 100; i++) {
            Verdict verdict = next(replay, i == 50 ? 1e6 : 0);
            assertThat(verdict.status()).isEqualTo(Status.WARMING);
            assertThat(verdict.confidence()).isCloseTo(i / 100.0, within(1e-12));
            assertThat(verdict.anomaly()).isFalse();
            assertThat(verdict.alerts()).isEmpty();
        }

        Verdict ready = next(replay, 0);
        assertThat(ready.status()).isEqualTo(Status.READY);
        assertThat(ready.confidence()).isEqualTo(1);
    }

    @Test
    void alertsOnTheAskedSideAlone() {
        DetectionSpec below =
                DetectionSpec.builder().warmUp(100).side(Side.BELOW).build();
        Replay replay = new Replay(below, 1);
        run(replay, 3_000, 0);

        assertThat(next(replay, 30).anomaly()).isFalse();
        run(replay, 500, 0);
        assertThat(next(replay, -30).anomaly()).isTrue();
    }

    @Test
    void aDeviationTooSmallToMatterRaisesNothing() {
        DetectionSpec large =
                DetectionSpec.builder().warmUp(100).minAbsolute(50).build();
        Replay replay = new Replay(large, 1);
        run(replay, 3_000, 0);

        assertThat(next(replay, 30).anomaly()).isFalse();
        run(replay, 500, 0);
        assertThat(next(replay, 90).anomaly()).isTrue();
    }

    /** A cell expects a little less of a flag a day after its blip: the value is the one expected all the same. */
    @Test
    void whatRoundsToTheExpectedValueIsNoNews() {
        assertThat(scoreOfAFlagThatIsUp(0.6)).isZero();
        assertThat(scoreOfAFlagThatIsUp(0.4)).isPositive();
    }

    private static double scoreOfAFlagThatIsUp(double expected) {
        Replay flag = new Replay(DetectionSpec.DEFAULT, 1);
        for (int i = 0; i < 5_025; i++) {
            flag.nextExpecting(i * HOUR, 1, i == 5_000 ? 0 : 1);
        }
        return flag.nextExpecting(5_025 * HOUR, expected, 1).score();
    }

    @Test
    void namesTheFeatureThatContributedMost() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 5);
        for (int i = 0; i < 3_000; i++) {
            next(replay, 0, 0, 0, 0, 0);
        }

        Verdict verdict = next(replay, 0, 0, 40, 0, 0);

        assertThat(verdict.anomaly()).isTrue();
        assertThat(verdict.alerts().get(0).feature()).isEqualTo("f2");
        assertThat(verdict.features().get(2).contribution()).isGreaterThan(0.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 1024})
    void contributionsSumToOneWhateverIsMissing(int features) {
        Replay replay = new Replay(DetectionSpec.DEFAULT, features);

        for (int i = 0; i < 30; i++) {
            double[] values = new double[features];
            for (int f = 0; f < features; f++) {
                values[f] = random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
            }
            Verdict verdict = replay.next(time += MINUTES_5, values);

            assertThat(verdict.features()).hasSize(features);
            assertThat(verdict.features().stream()
                            .mapToDouble(FeatureScore::contribution)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertInRange(verdict);
        }
    }

    @Test
    void aRecordWithoutAnyValueIsNoNewsAndHoldsNothingUp() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        run(replay, 500, 0);

        Verdict verdict = replay.next(time += MINUTES_5, Double.NaN);

        assertThat(verdict.score()).isZero();
        assertThat(verdict.anomaly()).isFalse();
        assertThat(verdict.features().get(0).expected()).isNaN();
    }

    @Test
    void anAlertWhoseFeatureVanishesHasNotRecovered() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 2);
        for (int i = 0; i < 3_000; i++) {
            next(replay, 0, 0);
        }
        assertThat(next(replay, 60, 0).alerts()).hasSize(1);

        List<Alert> changes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            changes.addAll(next(replay, Double.NaN, 0).alerts());
        }

        assertThat(changes).extracting(Alert::ending).containsExactly(EndReason.ACCEPTED);
    }

    @Test
    void theFirstRecordIsJudgedWithoutAForecast() {
        Verdict verdict = new Replay(DetectionSpec.DEFAULT, 1).next(0, 42);

        assertInRange(verdict);
        assertThat(verdict.features().get(0).expected()).isNaN();
        assertThat(verdict.confidence()).isZero();
    }

    @Test
    void aConstantSeriesIsQuietAndItsFirstChangeIsAnAnomaly() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        for (int i = 0; i < 2_000; i++) {
            Verdict verdict = replay.next(time += MINUTES_5, 7);
            assertThat(verdict.anomaly()).isFalse();
            assertThat(verdict.severity()).isZero();
        }

        assertThat(replay.next(time += MINUTES_5, 8).anomaly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, Double.MAX_VALUE, Double.MIN_VALUE, 1e-300, 0, -0.0})
    void survivesAnyValueOnceAndForEver(double value) {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 2);
        for (int i = 0; i < 300; i++) {
            assertInRange(next(replay, 0, 0));
        }
        assertInRange(replay.next(time += MINUTES_5, value, 1));
        for (int i = 0; i < 300; i++) {
            assertInRange(next(replay, 0, 0));
            assertInRange(replay.next(time += MINUTES_5, value, -value));
        }
    }

    @Test
    void scoresDoNotDependOnTheUnit() {
        Replay plain = new Replay(DetectionSpec.DEFAULT, 1);
        Replay scaled = new Replay(DetectionSpec.DEFAULT, 1);

        for (int i = 0; i < 2_000; i++) {
            double x = 50 + random.nextGaussian() + (i % 400 == 399 ? 10 : 0);
            time += MINUTES_5;
            Verdict one = plain.next(time, x);
            Verdict other = scaled.next(time, x * 1024);
            assertThat(other.score()).isCloseTo(one.score(), within(1e-3));
        }
    }

    @Test
    void refusesARecordOfAnotherShape() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 2);

        assertThatThrownBy(() -> replay.next(0, 1, 2, 3)).isInstanceOf(RuntimeException.class);
    }

    private List<Alert> run(Replay replay, int records, double level) {
        List<Alert> changes = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            changes.addAll(next(replay, level).alerts());
        }
        return changes;
    }

    private Verdict next(Replay replay, double... levels) {
        double[] values = Arrays.stream(levels)
                .map(level -> level + random.nextGaussian())
                .toArray();
        return replay.next(time += MINUTES_5, values);
    }

    private static void assertInRange(Verdict verdict) {
        assertThat(verdict.score()).isBetween(0.0, 1.0);
        assertThat(verdict.severity()).isBetween(0.0, 1.0);
        assertThat(verdict.confidence()).isBetween(0.0, 1.0);
    }
}
