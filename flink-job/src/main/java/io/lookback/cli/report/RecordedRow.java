package io.lookback.cli.report;

import io.lookback.event.Attention;
import io.lookback.event.FeatureScore;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Values;
import java.util.List;

/**
 * One score on a {@link Recording}.
 *
 * @param row of the file, counted from 0
 * @param time event-time ms
 */
record RecordedRow(
        long row,
        long time,
        double score,
        double severity,
        boolean anomaly,
        boolean ready,
        Values values,
        List<FeatureScore> features,
        List<Attention> attention) {

    static RecordedRow of(Score score) {
        return new RecordedRow(
                score.observation().origin().offset(),
                score.observation().time(),
                score.score(),
                score.severity(),
                score.anomaly(),
                score.status() != Status.WARMING,
                score.observation().values(),
                score.features(),
                score.attention());
    }
}
