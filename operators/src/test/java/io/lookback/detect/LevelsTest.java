package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ways to an alert that need no novelty: where each is worth a half, and what a record's features make of it. */
class LevelsTest {

    @Test
    void oneRecordInTenThousandSurprisesEnough() {
        assertThat(otherwise(1, of(4, 0, 0, 0))).isEqualTo(AlertScale.HALF);
    }

    @Test
    void severalFeaturesSurpriseInVain() {
        FeatureLevels surprising = of(8, 0, 0, 0);

        assertThat(otherwise(2, surprising, surprising)).isLessThan(0);
    }

    @Test
    void oneRunInAMillionIsStuck() {
        assertThat(otherwise(1, of(0, 6, 0, 0))).isEqualTo(AlertScale.HALF);
        assertThat(otherwise(3, of(0, 8, 0, 0), of(0, 8, 0, 0), of(0, 2, 0, 0))).isEqualTo(AlertScale.HALF);
    }

    @Test
    void oneStretchInTenThousandIsTooQuiet() {
        assertThat(otherwise(1, of(0, 0, 4, 0))).isEqualTo(AlertScale.HALF);
        assertThat(otherwise(1, of(0, 0, 5, 0))).isEqualTo(AlertScale.HALF + 1);
    }

    @Test
    void oneStretchInThreeThousandIsTooRestless() {
        assertThat(otherwise(1, of(0, 0, 0, 3.5))).isEqualTo(AlertScale.HALF);
        assertThat(otherwise(1, of(0, 0, 0, 4.5))).isEqualTo(AlertScale.HALF + 1);
    }

    @Test
    void featuresMoveOtherwiseInTheMean() {
        FeatureLevels quiet = of(0, 0, 6, 0);
        FeatureLevels restless = of(0, 0, 0, 5.5);
        FeatureLevels usual = of(0, 0, 0.5, 0);

        assertThat(otherwise(2, quiet, restless)).isEqualTo(AlertScale.HALF + 2);
        assertThat(otherwise(3, quiet, restless, usual)).isCloseTo(AlertScale.HALF + 0.5 / 3, within(1e-9));
    }

    @Test
    void whatMovesOtherwiseIsSevere() {
        assertThat(severity(of(0, 0, 5, 0)) - severity(of(0, 0, 0, 0))).isEqualTo(5);
        assertThat(severity(of(0, 0, 0, 3)) - severity(of(0, 0, 0, 0))).isEqualTo(3);
        assertThat(severity(of(0, 0, 2, 3)) - severity(of(0, 0, 0, 0))).isEqualTo(3);
    }

    @Test
    void whatMovesOtherwiseWeighsMoreThanWhatMovesAsUsual() {
        assertThat(of(0, 0, 1.9, 0).weight()).isZero();
        assertThat(of(0, 0, 0, 1.9).weight()).isZero();
        assertThat(of(0, 0, 5, 0).weight()).isEqualTo(3);
        assertThat(of(0, 0, 0, 5).weight()).isEqualTo(3);
    }

    @Test
    void aPartThatIsLeftOutIsNoWay() {
        for (Part part : Set.of(Part.SURPRISE, Part.MOTION)) {
            Levels levels = new Levels(DetectionSpec.DEFAULT.without(Set.of(part)), 1);
            levels.add(part == Part.SURPRISE ? of(8, 0, 0, 0) : of(0, 0, 8, 8));

            assertThat(levels.otherwise()).as(part.name()).isLessThan(0);
        }
    }

    private static double otherwise(int features, FeatureLevels... each) {
        Levels levels = new Levels(DetectionSpec.DEFAULT, features);
        for (FeatureLevels feature : each) {
            levels.add(feature);
        }
        return levels.otherwise();
    }

    private static double severity(FeatureLevels feature) {
        Levels levels = new Levels(DetectionSpec.DEFAULT, 1);
        levels.add(feature);
        return levels.severity(0);
    }

    private static FeatureLevels of(double surprise, double stuck, double quiet, double restless) {
        return new FeatureLevels(0, 0, 0, 0, 0, 0, surprise, stuck, quiet, restless, null);
    }
}
