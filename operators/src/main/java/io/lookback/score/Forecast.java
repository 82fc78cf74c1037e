package io.lookback.score;

import io.lookback.cell.Prediction;
import io.lookback.normalise.Normaliser;
import java.util.List;

/**
 * What the cells expect of one channel's next value; several cells count alike. A prediction that is not finite (a cell
 * that met numbers it was never trained on) takes no part.
 *
 * @param cells one prediction per cell; none at a channel's first value
 */
public record Forecast(List<Prediction> cells) {

    public static final Forecast NONE = new Forecast(List.of());

    public Forecast {
        cells = List.copyOf(cells);
    }

    public static Forecast of(Prediction prediction) {
        return new Forecast(List.of(prediction));
    }

    /** Mean of the cells' forecasts, raw units; NaN while there is none. */
    public double expected(Normaliser normaliser) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            if (usable(cells.get(i))) {
                sum += normaliser.denormalise(cells.get(i).mean());
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /**
     * A bound of the band of the given half width, raw units: the mean of the cells' bounds.
     *
     * @param scales half width in scales, below zero for the lower end
     */
    public double bound(Normaliser normaliser, double scales) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            Prediction cell = cells.get(i);
            if (usable(cell)) {
                sum += normaliser.denormalise(cell.mean() + scales * cell.scale());
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /**
     * How surprised the cells are by a normalised value: the mean of {@code |y - mean| / scale}, each by its own learned
     * scale; 0 while there is no forecast.
     */
    public double surprise(double y) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            Prediction cell = cells.get(i);
            if (usable(cell)) {
                sum += Math.abs(y - cell.mean()) / cell.scale();
                count++;
            }
        }
        return count == 0 || !Double.isFinite(sum) ? 0 : sum / count;
    }

    private static boolean usable(Prediction prediction) {
        return Double.isFinite(prediction.mean()) && Double.isFinite(prediction.scale()) && prediction.scale() > 0;
    }
}
