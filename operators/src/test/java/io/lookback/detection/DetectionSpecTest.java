package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lookback.event.Direction;
import org.junit.jupiter.api.Test;

class DetectionSpecTest {

    @Test
    void fewerFalseAlarmsTakeAHigherThreshold() {
        assertThat(AlertScale.threshold(1)).isGreaterThan(AlertScale.threshold(10));
        assertThat(AlertScale.score(AlertScale.threshold(0.001))).isLessThan(1);
        assertThat(AlertScale.score(AlertScale.threshold(10))).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void saysWhatIsWrongAndTheWayOut() {
        assertThatThrownBy(() -> DetectionSpec.builder().falseAlarms(0))
                .hasMessageStartingWith("detection.false-alarms is 0.0: give more than 0, at most 1000");
        assertThatThrownBy(() -> DetectionSpec.builder().falseAlarms(Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> DetectionSpec.builder().warmUp(-1).build())
                .hasMessageContaining("detection.warm-up is -1:");
        assertThatThrownBy(() -> DetectionSpec.builder().minRelative(-1).build())
                .hasMessageContaining("detection.min-relative is -1.0: give 0 or more");
    }

    @Test
    void scoresNeverSaturate() {
        double before = 0;
        for (double level = -10; level <= 25; level += 0.01) {
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

    @Test
    void timesFollowTheSampling() {
        assertThat(Times.of(DetectionSpec.DEFAULT, 24).warmUp()).isEqualTo(100);
        assertThat(Times.of(DetectionSpec.DEFAULT, 288).warmUp()).isEqualTo(288);
        assertThat(Times.of(DetectionSpec.DEFAULT, 1_440).warmUp()).isEqualTo(300);
        assertThat(Times.of(DetectionSpec.DEFAULT, 1).refractory()).isEqualTo(3);
        assertThat(Times.of(DetectionSpec.DEFAULT, 288).refractory()).isEqualTo(96);
        assertThat(Times.of(DetectionSpec.DEFAULT, 1_440).refractory()).isEqualTo(100);
        assertThat(Times.of(DetectionSpec.DEFAULT, 1_440).hysteresis().accepted())
                .isEqualTo(1_440);
    }
}
