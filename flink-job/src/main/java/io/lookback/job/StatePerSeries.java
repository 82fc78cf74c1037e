package io.lookback.job;

import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import java.util.Locale;

/** What one series of a job takes, found by letting it live for a while: so it follows profile, cells and every setting. */
final class StatePerSeries {

    /** By then a detector is nearly as large as it ever is; an attention's history may not be. */
    private static final int RECORDS = 3_000;

    private StatePerSeries() {}

    /**
     * One line, a comment in YAML: it is not a setting.
     *
     * @param values of each record, 0 if the settings name none
     */
    static String describe(FlowSpec flow, int values) {
        int features = Math.max(1, values);
        return String.format(
                Locale.ROOT,
                "# detection.state-per-series: %d bytes in a checkpoint, of a series of %d value%s after %d records (more: lookback estimate)%n",
                bytes(flow, features),
                features,
                features == 1 ? "" : "s",
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
