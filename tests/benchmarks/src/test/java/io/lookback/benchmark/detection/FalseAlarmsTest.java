package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class FalseAlarmsTest {

    private static final double[] NONE = {};

    @Test
    void areTheAlarmsOutsideTheLabels() {
        Labeled series =
                new Labeled("s", new Readings(new long[10], List.of(new double[10]), 4), List.of(new Span(2, 3)));
        double[] anomalies = {1, 0, 1, 1, 0, 0, 0, 0, 0, 1};

        FalseAlarms found = FalseAlarms.of(series, new DetectorOutput(NONE, NONE, anomalies));

        assertThat(found).isEqualTo(new FalseAlarms(2, 8, 2));
        assertThat(found.in10000()).isEqualTo(2_500);
        assertThat(found.plus(new FalseAlarms(1, 92, 1)).in10000()).isEqualTo(300);
        assertThat(found.plus(new FalseAlarms(1, 92, 1)).aDay()).isEqualTo(1);
    }
}
