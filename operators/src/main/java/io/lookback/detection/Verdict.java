package io.lookback.detection;

import io.lookback.event.Alert;
import io.lookback.event.FeatureScore;
import io.lookback.event.Status;
import java.util.List;

/**
 * What the detector says of one record.
 *
 * @param score 0..1, how much this record deserves to wake someone; 0 for a record that is not news, because one of the
 *     last records was as high
 * @param severity 0..1, how abnormal the record is; stays up while the trouble lasts
 * @param anomaly whether the score reached the threshold, records as unusual did not come more often than that, the series
 *     is ready, and the deviation is one that matters
 * @param confidence progress of the warm-up, 0..1
 * @param features one entry per feature, in the observation's order
 * @param alerts the changes that this record makes to the series' alert, in order
 */
public record Verdict(
        double score,
        double severity,
        boolean anomaly,
        Status status,
        double confidence,
        List<FeatureScore> features,
        List<Alert> alerts) {

    public Verdict {
        features = List.copyOf(features);
        alerts = List.copyOf(alerts);
    }
}
