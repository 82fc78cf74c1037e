package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Span;
import java.util.Arrays;

/**
 * Rows that a detector calls anomalous and nobody labeled.
 *
 * @param rows without a label
 * @param days that these rows make
 */
record FalseAlarms(double alarms, double rows, double days) {

    static final FalseAlarms NONE = new FalseAlarms(0, 0, 0);

    /** {@link #NONE} of a detector that is not set. */
    static FalseAlarms of(Labeled series, DetectorOutput graded) {
        if (graded.anomalies().length == 0) {
            return NONE;
        }
        double[] anomalies = graded.anomalies().clone();
        int normal = anomalies.length;
        for (Span event : series.events()) {
            Arrays.fill(anomalies, event.first(), event.last() + 1, 0);
            normal -= event.length();
        }
        return new FalseAlarms(
                Arrays.stream(anomalies).sum(),
                normal,
                normal / series.readings().rowsPerDay());
    }

    FalseAlarms plus(FalseAlarms other) {
        return new FalseAlarms(alarms + other.alarms, rows + other.rows, days + other.days);
    }

    double in10000() {
        return 10_000 * alarms / rows;
    }

    double aDay() {
        return alarms / days;
    }
}
