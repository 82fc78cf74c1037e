package io.lookback.cli.skill;

import io.lookback.cell.Prediction;
import io.lookback.normalize.Normalizer;
import io.lookback.normalize.Units;
import java.util.List;

/**
 * What is known of a track when its next value is to be forecast.
 *
 * @param time of the next value
 * @param last value
 * @param input of the cells, not to be kept
 * @param cells one prediction of each
 */
public record Moment(int row, long time, double last, float[] input, Units units, List<Prediction> cells) {

    /** As a channel normalizes it. */
    public double normalized(double x) {
        return Math.max(-Normalizer.LIMIT, Math.min(Normalizer.LIMIT, units.normalize(x)));
    }
}
