package io.lookback.job;

import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import java.util.Locale;
import java.util.OptionalInt;

/** What one series of a job takes, found by letting it live for a while: so it follows profile, cells and every setting. */
final class StatePerSeries {

    /** By then a detector is nearly as large as it ever is; an attention's history may not be. */
    private static final int RECORDS = 3_000;

    private StatePerSeries() {}

    /**
     * One line, a comment in YAML: it is not a setting.
     *
     * @param values of each record; empty if the settings do not say how many there are
     */
    static String describe(FlowSpec flow, OptionalInt values) {
        int features = values.orElse(1);
        return String.format(
                Locale.ROOT,
                "# detection.state-per-series: %d bytes in a checkpoint, of a series of %s after %d records (more: lookback estimate)%n",
                bytes(flow, features),
                TypicalSeries.size(values),
                RECORDS);
    }

    static long bytes(FlowSpec flow, int features) {
        TypicalSeries records = new TypicalSeries(features);
        try (SeriesLife life = new SeriesLife(flow)) {
            for (int record = 0; record < RECORDS; record++) {
                life.live(records.next());
            }
            return life.checkpointBytes();
        }
    }
}
