package io.lookback.detect;

import io.lookback.event.Alert;
import io.lookback.event.FeatureScore;
import io.lookback.event.Status;
import java.util.List;

/** What a detector says of one record. */
public record Verdict(
        double score,
        double severity,
        boolean anomaly,
        Status status,
        double confidence,
        List<FeatureScore> features,
        List<Alert> alerts) {}
