package io.lookback.cli.evaluate;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import java.util.Arrays;

/**
 * A thresholded random cut forest (Guha, Mishra, Roy and Schrijvers, "Robust random cut forest based anomaly detection on
 * streams", ICML 2016; the authors' library): trees of {@value #SAMPLE} points, internal shingling, values normalized. Its
 * score counts; the rows that it grades above zero are those that it calls anomalous.
 *
 * @param shingle rows that a point spans
 */
public record CutForest(int shingle, int trees) {

    /** What the library's guide recommends. */
    public static final CutForest RECOMMENDED = new CutForest(8, 50);

    private static final int SAMPLE = 256;
    private static final long SEED = 7;

    /** Of a value that is missing the one before counts. */
    public DetectorOutput grade(Readings readings) {
        ThresholdedRandomCutForest forest = forest(readings.features().size());
        double[] scores = new double[readings.rows()];
        double[] anomalies = new double[readings.rows()];
        double[] known = new double[readings.features().size()];
        for (int row = 0; row < readings.rows(); row++) {
            double[] given = readings.row(row);
            if (Arrays.stream(given).allMatch(Double::isNaN)) {
                continue;
            }
            for (int feature = 0; feature < known.length; feature++) {
                known[feature] = Double.isNaN(given[feature]) ? known[feature] : given[feature];
            }
            AnomalyDescriptor found = forest.process(known.clone(), readings.times()[row] / 1000);
            scores[row] = found.getRCFScore();
            anomalies[row] = found.getAnomalyGrade() > 0 ? 1 : 0;
        }
        return new DetectorOutput(scores, scores, anomalies);
    }

    private ThresholdedRandomCutForest forest(int features) {
        return ThresholdedRandomCutForest.builder()
                .dimensions(features * shingle)
                .shingleSize(shingle)
                .numberOfTrees(trees)
                .sampleSize(SAMPLE)
                .internalShinglingEnabled(true)
                .forestMode(ForestMode.STANDARD)
                .transformMethod(TransformMethod.NORMALIZE)
                .randomSeed(SEED)
                .build();
    }
}
