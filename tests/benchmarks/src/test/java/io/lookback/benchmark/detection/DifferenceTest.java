package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void theErrorOfAMeanFallsWithTheRootOfTheSeries() {
        Random random = new Random(5);
        List<Double> differences =
                DoubleStream.generate(random::nextGaussian).limit(400).boxed().toList();

        Difference difference = Difference.of(differences, Collections.nCopies(400, 1.0));

        assertThat(difference.mean()).isCloseTo(0, within(0.15));
        assertThat(difference.error()).isCloseTo(1 / 20.0, within(0.01));
    }

    @Test
    void seriesWithMoreEventsCountMore() {
        Difference difference = Difference.of(List.of(3.0, 0.0), List.of(3.0, 1.0));

        assertThat(difference.mean()).isEqualTo(0.75);
        assertThat(difference.error()).isPositive();
    }

    @Test
    void noSeriesMakeNoDifference() {
        assertThat(Difference.of(List.of(), List.of()).mean()).isNaN();
    }
}
