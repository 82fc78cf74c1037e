package io.lookback.training.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import io.lookback.training.series.Series;
import io.lookback.training.series.SeriesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

    private static final int LENGTH = 600;
    private static final Series SERIES = new SeriesGenerator(2, LENGTH).draw(0).series();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 77, 598})
    void noInputSeesTheValueItIsToPredict(int changed) {
        Examples untouched = Examples.of(SERIES);

        Examples touched = Examples.of(withValue(changed, SERIES.value(changed) + 1e6));

        for (int j = 0; j < changed; j++) {
            assertThat(touched.inputs(j)).isEqualTo(untouched.inputs(j));
        }
        assertThat(touched.target(changed - 1)).isNotEqualTo(untouched.target(changed - 1));
        assertThat(touched.inputs(changed)).isNotEqualTo(untouched.inputs(changed));
    }

    @Test
    void anExampleIsWhatTheServingChannelWrites() {
        Calendar calendar = Calendar.utc();
        Channel channel = new Channel();
        for (int i = 0; i < 300; i++) {
            channel.observe(SERIES.value(i), SERIES.time(i), calendar);
        }
        float[] served = new float[CellInput.SIZE];
        channel.writeInput(served, 0, SERIES.time(300), calendar);

        Examples examples = Examples.of(SERIES);

        assertThat(examples.inputs(299)).isEqualTo(served);
        assertThat(examples.target(299)).isEqualTo((float) channel.normalizer().normalize(SERIES.value(300)));
        assertThat(examples.count()).isEqualTo(LENGTH - 1);
    }

    @Test
    void theNextInputHoldsTheTargetAsLastValue() {
        Examples examples = Examples.of(SERIES);

        for (int j = 0; j + 1 < examples.count(); j++) {
            assertThat(examples.input(j + 1, CellInput.Y)).isEqualTo(examples.target(j));
        }
    }

    private static Series withValue(int at, double value) {
        long[] times = new long[LENGTH];
        double[] values = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            times[i] = SERIES.time(i);
            values[i] = i == at ? value : SERIES.value(i);
        }
        return new Series(times, values);
    }
}
