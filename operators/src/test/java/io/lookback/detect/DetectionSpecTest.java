package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Direction;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectionSpecTest {

    @Test
    void theDefaultThresholdIsOneHalf() {
        assertThat(threshold(DetectionSpec.DEFAULT)).isEqualTo(0.5);
    }

    @Test
    void fewerFalseAlarmsTakeAHigherThreshold() {
        assertThat(threshold(withFalseAlarms(1))).isGreaterThan(threshold(withFalseAlarms(10)));
        assertThat(threshold(withFalseAlarms(0.001))).isLessThan(1);
        assertThat(threshold(withFalseAlarms(1000))).isPositive();
    }

    @Test
    void saysWhatIsWrongAndTheWayOut() {
        assertThatThrownBy(() -> withFalseAlarms(0))
                .hasMessageStartingWith("detection.false-alarms is 0.0: give more than 0, at most 1000");
        assertThatThrownBy(() -> withFalseAlarms(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new DetectionSpec(10, -1, Profile.STANDARD, 0, Side.BOTH, 0, 0, Set.of()))
                .hasMessageContaining("detection.warm-up is -1.0");
    }

    @Test
    void keepsOneOfTheNovelties() {
        assertThat(DetectionSpec.DEFAULT
                        .without(Set.of(Part.WEEK, Part.RESIDUAL))
                        .has(Part.FORECAST))
                .isTrue();
        assertThatThrownBy(() -> DetectionSpec.DEFAULT.without(Set.of(Part.WEEK, Part.FORECAST, Part.RESIDUAL)))
                .hasMessage("detection.without leaves out week, forecast and residual: keep one of them");
    }

    @Test
    void scoresNeverSaturate() {
        double before = 0;
        for (double level = -5; level <= 15; level += 0.01) {
            double score = AlertScale.score(level);
            assertThat(score).isGreaterThan(before).isLessThan(1);
            before = score;
        }
    }

    @Test
    void aSideIncludesItsDirection() {
        assertThat(Side.ABOVE.includes(Direction.ABOVE)).isTrue();
        assertThat(Side.ABOVE.includes(Direction.BELOW)).isFalse();
        assertThat(Side.BELOW.includes(Direction.BELOW)).isTrue();
        assertThat(Side.BOTH.includes(Direction.BELOW)).isTrue();
    }

    /** As a score, of a series with a record every five minutes. */
    private static double threshold(DetectionSpec spec) {
        return AlertScale.score(spec.threshold(288, 1));
    }

    private static DetectionSpec withFalseAlarms(double rate) {
        return new DetectionSpec(rate, 100, Profile.STANDARD, 0, Side.BOTH, 0, 0, Set.of());
    }
}
