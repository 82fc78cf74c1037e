package io.lookback.detect;

import io.lookback.event.FeatureScore;
import io.lookback.event.Observation;
import io.lookback.event.Status;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The detector of one series. */
public final class Detector {

    private final DetectionSpec spec;
    private final int features;
    private long count;

    Detector(DetectionSpec spec, int features) {
        this.spec = spec;
        this.features = features;
    }

    public Verdict judge(Observation observation, List<Channel> channels, List<Forecast> forecasts, Calendar calendar) {
        count++;
        double score = 0;
        List<FeatureScore> scores = new ArrayList<>(features);
        for (int f = 0; f < features; f++) {
            if (forecasts.get(f).predictions().isEmpty()) {
                scores.add(new FeatureScore(Double.NaN, Double.NaN, Double.NaN, 0));
                continue;
            }
            var p = forecasts.get(f).predictions().get(0);
            var n = channels.get(f).normaliser();
            double z = Math.abs(n.normalise(observation.values().at(f)) - p.mean()) / p.scale();
            score = Math.max(score, z / (10 + z));
            scores.add(new FeatureScore(
                    n.denormalise(p.mean()),
                    n.denormalise(p.mean() - 5 * p.scale()),
                    n.denormalise(p.mean() + 5 * p.scale()),
                    1.0 / features));
        }
        Status status = count > spec.warmUp() ? Status.READY : Status.WARMING;
        return new Verdict(score, score, score > 0.5, status, 1, scores, List.of());
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeInt(features);
    }

    public static Detector read(DataInput in, DetectionSpec spec) throws IOException {
        long count = in.readLong();
        Detector detector = new Detector(spec, in.readInt());
        detector.count = count;
        return detector;
    }
}
