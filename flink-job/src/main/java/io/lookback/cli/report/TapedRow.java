package io.lookback.cli.report;

import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.FeatureScore;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Values;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One score on a {@link Tape}.
 *
 * @param row of the file, counted from 0
 * @param time event-time ms
 */
record TapedRow(
        long row,
        long time,
        double score,
        double severity,
        boolean anomaly,
        boolean ready,
        Values values,
        List<FeatureScore> features,
        List<Attention> attention) {

    static TapedRow of(Score score) {
        return new TapedRow(
                score.observation().origin().offset(),
                score.observation().time(),
                score.score(),
                score.severity(),
                score.anomaly(),
                score.status() == Status.READY,
                score.observation().values(),
                score.features(),
                score.attention());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(row);
        out.writeLong(time);
        out.writeDouble(score);
        out.writeDouble(severity);
        out.writeBoolean(anomaly);
        out.writeBoolean(ready);
        for (int index = 0; index < features.size(); index++) {
            FeatureScore feature = features.get(index);
            out.writeDouble(values.at(index));
            out.writeDouble(feature.expected());
            out.writeDouble(feature.lower());
            out.writeDouble(feature.upper());
            out.writeDouble(feature.contribution());
        }
        out.writeInt(attention.size());
        for (Attention cell : attention) {
            write(cell, out);
        }
    }

    /** @param features of the series */
    static TapedRow read(DataInputStream in, int features) throws IOException {
        long row = in.readLong();
        long time = in.readLong();
        double score = in.readDouble();
        double severity = in.readDouble();
        boolean anomaly = in.readBoolean();
        boolean ready = in.readBoolean();
        double[] values = new double[features];
        List<FeatureScore> scores = new ArrayList<>(features);
        for (int index = 0; index < features; index++) {
            values[index] = in.readDouble();
            scores.add(new FeatureScore(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        int cells = in.readInt();
        List<Attention> attention = new ArrayList<>(cells);
        for (int cell = 0; cell < cells; cell++) {
            attention.add(attention(in));
        }
        return new TapedRow(row, time, score, severity, anomaly, ready, Values.of(values), scores, attention);
    }

    private static void write(Attention cell, DataOutputStream out) throws IOException {
        out.writeUTF(cell.model());
        out.writeUTF(cell.feature());
        out.writeInt(cell.steps().size());
        for (AttendedStep step : cell.steps()) {
            out.writeLong(step.time());
            out.writeDouble(step.weight());
        }
    }

    private static Attention attention(DataInputStream in) throws IOException {
        String model = in.readUTF();
        String feature = in.readUTF();
        int count = in.readInt();
        List<AttendedStep> steps = new ArrayList<>(count);
        for (int step = 0; step < count; step++) {
            steps.add(new AttendedStep(in.readLong(), in.readDouble()));
        }
        return new Attention(model, feature, steps);
    }
}
