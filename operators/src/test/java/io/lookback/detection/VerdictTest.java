package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Contribution;
import io.lookback.event.EvidenceScore;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verdict tells beside its score. */
class VerdictTest {

    private static final long MINUTES_5 = 300_000;

    private final Random random = new Random(17);

    @ParameterizedTest(name = "{1} a day, a record every {0} ms")
    @CsvSource({"300000, 2.88", "60000, 14.4"})
    void aRatePerDayIsARatePerRecordOfASeriesThatOftenHasOne(long interval, double perDay) {
        Replay daily = new Replay(withFalseAlarms(perDay + " per day"), 1);
        Replay perRecord = new Replay(withFalseAlarms("100"), 1);
        Replay seldom = new Replay(withFalseAlarms(perDay / 100 + " per day"), 1);
        int alarms = 0;
        int fewer = 0;
        for (int i = 0; i < 5_000; i++) {
            double x = random.nextGaussian();

            boolean anomaly = daily.next(i * interval, x).anomaly();

            assertThat(anomaly).isEqualTo(perRecord.next(i * interval, x).anomaly());
            alarms += anomaly ? 1 : 0;
            fewer += seldom.next(i * interval, x).anomaly() ? 1 : 0;
        }
        assertThat(alarms).isGreaterThan(2 * fewer).isPositive();
    }

    @Test
    void namesItsEvidenceIfAsked() {
        Replay silent = new Replay(DetectionSpec.DEFAULT, 1);
        Replay asked = new Replay(DetectionSpec.builder().evidence(true).build(), 1);
        for (int i = 0; i < 2_000; i++) {
            double x = random.nextGaussian();
            Verdict told = asked.next(i * MINUTES_5, x);

            assertThat(told.score()).isEqualTo(silent.next(i * MINUTES_5, x).score());
        }

        Verdict wild = asked.next(2_000 * MINUTES_5, 12);

        assertThat(silent.next(2_000 * MINUTES_5, 12).features().get(0).evidence())
                .isEmpty();
        List<EvidenceScore> evidence = wild.features().get(0).evidence();
        assertThat(evidence)
                .extracting(EvidenceScore::name)
                .containsExactly("novelty", "surprise", "standstill", "absence");
        assertThat(evidence.get(0).value()).isBetween(2.0, 10.0);
        assertThat(evidence.get(1).value()).isBetween(5.0, 20.0);
        assertThat(evidence.get(2).value()).isZero();
        assertThat(evidence.get(3).value()).isZero();
    }

    @Test
    void anAlertNamesTheFeaturesThatHadMostToDoWithIt() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 3);
        for (int i = 0; i < 2_000; i++) {
            replay.next(i * MINUTES_5, random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
        }

        List<Alert> alerts = replay.next(2_000 * MINUTES_5, 0, 30, 20).alerts();

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.contributions()).extracting(Contribution::feature).containsExactly("f1", "f2");
            assertThat(alert.contributions())
                    .extracting(Contribution::share)
                    .allMatch(share -> share >= 0.1)
                    .isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(alert.feature()).isEqualTo("f1");
        });
    }

    @Test
    void anAlertNamesFiveFeaturesAtMost() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 8);
        for (int i = 0; i < 2_000; i++) {
            replay.next(i * MINUTES_5, random.doubles(8, -1, 1).toArray());
        }

        List<Alert> alerts =
                replay.next(2_000 * MINUTES_5, 30, 30, 30, 30, 30, 30, 30, 30).alerts();

        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.contributions()).hasSize(5));
    }

    private static DetectionSpec withFalseAlarms(String rate) {
        return DetectionSpec.builder().falseAlarms(FalseAlarms.parse(rate)).build();
    }
}
