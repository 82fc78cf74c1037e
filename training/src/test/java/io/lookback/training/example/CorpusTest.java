package io.lookback.training.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.normalize.CellInput;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorpusTest {

    private static final int LENGTH = 20;

    @Test
    void aStretchIsPartOfItsSeries() {
        Series series = ramp(100, 1);
        Examples examples = Examples.of(series);

        Batch batch = Corpus.of(List.of(series), LENGTH).draw(new SeededRandom(1), 8);

        for (int row = 0; row < 8; row++) {
            int from = age(batch.input(row, 0)) - 1;
            for (int step = 0; step < LENGTH; step++) {
                assertThat(batch.input(row, step)).isEqualTo(examples.inputs(from + step));
                assertThat(batch.targets()[row * LENGTH + step]).isEqualTo(examples.target(from + step));
            }
        }
    }

    @Test
    void whatValidatesIsNotLearntFrom() {
        Series series = ramp(501, 1);

        Batch learnt = Corpus.beginnings(List.of(series), LENGTH).draw(new SeededRandom(1), 300);
        Batch validating = Corpus.ends(List.of(series), LENGTH).draw(new SeededRandom(1), 300);

        assertThat(ages(learnt)).allSatisfy(age -> assertThat(age).isLessThanOrEqualTo(400));
        assertThat(ages(validating)).allSatisfy(age -> assertThat(age).isGreaterThan(400));
    }

    @Test
    void twoCorporaFillABatchInTurn() {
        Corpus rising = Corpus.of(List.of(ramp(100, 1)), LENGTH);
        Corpus falling = Corpus.of(List.of(ramp(100, -1)), LENGTH);

        Batch batch = rising.and(falling).draw(new SeededRandom(1), 10);

        for (int row = 0; row < 10; row++) {
            assertThat(Math.signum(batch.targets()[row * LENGTH + 1])).isEqualTo(row % 2 == 0 ? 1 : -1);
        }
    }

    @Test
    void tooShortSeriesAreRefusedWithBothLengths() {
        assertThatThrownBy(() -> Corpus.of(List.of(ramp(15, 1)), LENGTH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15 values")
                .hasMessageContaining("stretches of 20");
    }

    private static Set<Integer> ages(Batch batch) {
        Set<Integer> ages = new HashSet<>();
        for (int row = 0; row < batch.rows(); row++) {
            for (int step = 0; step < batch.length(); step++) {
                ages.add(age(batch.input(row, step)));
            }
        }
        return ages;
    }

    /** Number of values seen, from the input that tells it. */
    private static int age(float[] input) {
        return (int) Math.rint(Math.exp(8 * input[CellInput.LOG_AGE]));
    }

    private static Series ramp(int length, double slope) {
        long[] times = new long[length];
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            times[i] = 60_000L * i;
            values[i] = slope * i;
        }
        return new Series(times, values);
    }
}
