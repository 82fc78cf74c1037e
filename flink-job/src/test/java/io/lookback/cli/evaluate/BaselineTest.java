package io.lookback.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.detection.DetectionSpec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTest {

    private static final int SEASON = 24;
    private static final int SPIKE = 1500;

    @ParameterizedTest
    @EnumSource(Baseline.class)
    void seesASpikeFirst(Baseline baseline) {
        double[] values = wave();
        values[SPIKE] += 30;

        double[] scores = scores(baseline, values);

        assertThat(highest(scores)).isEqualTo(SPIKE);
        assertThat(Arrays.stream(scores))
                .hasSize(values.length)
                .allMatch(score -> score >= 0 && Double.isFinite(score));
    }

    @ParameterizedTest
    @EnumSource(Baseline.class)
    void usesNothingThatCameLater(Baseline baseline) {
        double[] values = wave();
        double[] prefix = Arrays.copyOf(values, 1200);

        double[] all = scores(baseline, values);

        assertThat(scores(baseline, prefix)).isEqualTo(Arrays.copyOf(all, 1200));
    }

    @ParameterizedTest
    @EnumSource(Baseline.class)
    void givesMissingValuesNoScore(Baseline baseline) {
        double[] values = wave();
        values[1000] = Double.NaN;

        double[] scores = scores(baseline, values);

        assertThat(scores[1000]).isZero();
        assertThat(scores[1500]).isFinite();
    }

    @Test
    void seesWhatIsUnusualForItsHourAlone() {
        double[] values = wave();
        values[SPIKE] = -values[SPIKE];

        double[] scores = scores(Baseline.SEASONAL_NAIVE, values);

        assertThat(highest(scores)).isEqualTo(SPIKE);
    }

    private static double[] scores(Baseline baseline, double[] values) {
        return baseline.grade(hourly(values), DetectionSpec.DEFAULT).scores();
    }

    private static Readings hourly(double[] values) {
        long[] times = LongStream.range(0, values.length)
                .map(row -> 1_700_000_000_000L + row * 3_600_000)
                .toArray();
        return new Readings(times, List.of(values), SEASON);
    }

    private static double[] wave() {
        SplittableRandom random = new SplittableRandom(7);
        double[] values = new double[2000];
        for (int row = 0; row < values.length; row++) {
            values[row] = 10 * Math.cos(2 * Math.PI * (row - SPIKE) / SEASON) + 0.1 * random.nextGaussian();
        }
        return values;
    }

    private static int highest(double[] scores) {
        int highest = 0;
        for (int row = 1; row < scores.length; row++) {
            highest = scores[row] > scores[highest] ? row : highest;
        }
        return highest;
    }
}
