package io.lookback.benchmark.endtoend;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A thresholded random cut forest for each series (Guha, Mishra, Roy and Schrijvers, "Robust random cut forest based
 * anomaly detection on streams", ICML 2016; the authors' library), with the library's defaults, 50 trees of 256 points
 * and internal shingling, and shingles of 8. The forests live in memory and are in no checkpoint.
 */
final class ForestStep extends KeyedProcessFunction<String, Observation, Score> {

    private static final long serialVersionUID = 1L;
    private static final int SHINGLE = 8;
    private static final int TREES = 50;
    private static final int SAMPLE = 256;

    private transient Map<String, ThresholdedRandomCutForest> forests;

    @Override
    public void open(OpenContext context) {
        forests = new HashMap<>();
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<Score> out) {
        double[] values = observation.values().toArray();
        AnomalyDescriptor found = forests.computeIfAbsent(observation.series(), series -> forest(series, values.length))
                .process(values, observation.time());
        out.collect(BaselineScore.of(observation, expected(found, values), found.getAnomalyGrade(), "rcf-4.4.0"));
    }

    /** The forest says what it expected only where it found an anomaly. */
    private static double[] expected(AnomalyDescriptor found, double[] values) {
        return found.isExpectedValuesPresent() ? found.getExpectedValuesList()[0] : values;
    }

    private static ThresholdedRandomCutForest forest(String series, int features) {
        return ThresholdedRandomCutForest.builder()
                .dimensions(features * SHINGLE)
                .shingleSize(SHINGLE)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLE)
                .internalShinglingEnabled(true)
                .randomSeed(series.hashCode())
                .build();
    }
}
