package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Tails;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each channel's tail probability is small where that channel finds the value unusual, and only there. */
class FeatureDetectorTest {

    private static final DetectionSpec SPEC =
            new DetectionSpec(FalseAlarms.parse("10"), 0, Profile.STANDARD, 0, Side.BOTH, 0, 0, Set.of(), true);
    private static final double RARE = 1e-3;
    private static final double USUAL = 0.02;

    private final Random random = new Random(3);
    private final FeatureDetector detector = new FeatureDetector(SPEC, 128, 200);

    @BeforeEach
    void live() {
        for (int i = 0; i < 4_000; i++) {
            judge(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), Math.abs(random.nextGaussian()));
        }
    }

    @Test
    void aUsualValueIsRareInNone() {
        Tails tails = judge(0.1, 0.1, 0.1, 0.5);

        assertThat(all(tails)).allMatch(probability -> probability > USUAL);
    }

    @Test
    void weekIsOfTheDeviationFromTheUsualWeek() {
        Tails tails = judge(0.1, 15, 0.1, 0.5);

        assertThat(tails.week()).isLessThan(RARE);
        assertThat(List.of(tails.forecast(), tails.residual(), tails.surprise(), tails.standstill()))
                .allMatch(probability -> probability > USUAL);
    }

    @Test
    void residualIsOfTheDeviationFromTheForecast() {
        Tails tails = judge(0.1, 0.1, 15, 0.5);

        assertThat(tails.residual()).isLessThan(RARE).isLessThan(tails.forecast());
        assertThat(List.of(tails.week(), tails.surprise(), tails.standstill()))
                .allMatch(probability -> probability > USUAL);
    }

    @Test
    void forecastIsOfTheValueAndTheTrendOfItsDeviations() {
        Tails tails = judge(15, 0.1, 0.1, 0.5);

        assertThat(tails.forecast()).isLessThan(RARE);
        assertThat(List.of(tails.week(), tails.surprise(), tails.standstill()))
                .allMatch(probability -> probability > USUAL);
    }

    @Test
    void surpriseIsOfHowWrongTheCellsWere() {
        Tails tails = judge(0.1, 0.1, 0.1, 30);

        assertThat(tails.surprise()).isLessThan(RARE).isGreaterThanOrEqualTo(1e-8);
        assertThat(List.of(tails.week(), tails.forecast(), tails.residual(), tails.standstill()))
                .allMatch(probability -> probability > USUAL);
    }

    @Test
    void standstillIsOfValuesThatStayTheSame() {
        Tails tails = judge(0.1, 0.1, 0.1, 0.5);
        for (int i = 0; i < 100; i++) {
            tails = judge(0.1, 0.1, 0.1, 0.5);
        }

        assertThat(tails.standstill()).isLessThan(RARE).isGreaterThanOrEqualTo(1e-8);
        assertThat(tails.surprise()).isGreaterThan(USUAL);
    }

    @Test
    void quietIsOfValuesThatMoveLess() {
        Tails tails = judge(0.1, 0.1, 0.1, 0.5);
        for (int i = 0; i < 100; i++) {
            tails = judge(0.05 * random.nextGaussian(), 0.1, 0.1, 0.5);
        }

        assertThat(tails.quiet()).isLessThan(RARE).isGreaterThanOrEqualTo(1e-8);
        assertThat(List.of(tails.standstill(), tails.restless())).allMatch(probability -> probability > USUAL);
    }

    @Test
    void restlessIsOfValuesThatMoveMore() {
        Tails tails = judge(0.1, 0.1, 0.1, 0.5);
        for (int i = 0; i < 100; i++) {
            tails = judge(i % 2 == 0 ? 2 : -2, 0.1, 0.1, 0.5);
        }

        assertThat(tails.restless()).isLessThan(RARE).isGreaterThanOrEqualTo(1e-8);
        assertThat(List.of(tails.standstill(), tails.quiet())).allMatch(probability -> probability > USUAL);
    }

    /** After a leap from 0 to 1, movements of less than a millionth. */
    @Test
    void movementsFarBelowTheSeriesRangeDoNotMatter() {
        FeatureDetector still = new FeatureDetector(SPEC, 128, 200);
        for (int i = 0; i < 6_000; i++) {
            double jitter = (i < 5_900 ? 1e-10 : 1e-9) * random.nextDouble();
            Tails tails = Objects.requireNonNull(
                    still.judge((i < 100 ? 0 : 1) + jitter, 0, 0, 0.5, 288, 1e9).tails());
            assertThat(tails.restless()).isGreaterThan(RARE);
        }
    }

    @Test
    void whoLeavesMotionOutHasNeither() {
        FeatureDetector without = new FeatureDetector(SPEC.without(Set.of(Part.MOTION)), 128, 200);
        for (int i = 0; i < 5_000; i++) {
            double x = i < 4_900 ? random.nextGaussian() : 0.05 * random.nextGaussian();
            Tails tails = Objects.requireNonNull(
                    without.judge(x, 0.1, 0.1, 0.5, 288, 1e9).tails());
            assertThat(List.of(tails.quiet(), tails.restless())).containsOnly(1.0);
        }
    }

    static List<Double> all(Tails tails) {
        return List.of(
                tails.week(),
                tails.forecast(),
                tails.residual(),
                tails.surprise(),
                tails.standstill(),
                tails.quiet(),
                tails.restless());
    }

    private Tails judge(double x, double u, double r, double wrongness) {
        return Objects.requireNonNull(
                detector.judge(x, u, r, wrongness, 288, 1e9).tails());
    }
}
