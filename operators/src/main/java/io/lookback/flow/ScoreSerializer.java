package io.lookback.flow;

import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Scores between operators. */
final class ScoreSerializer extends ValueSerializer<Score> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final TypeSerializer<Observation> observations = new ObservationSerializer();

    @Override
    public TypeSerializer<Score> duplicate() {
        return new ScoreSerializer();
    }

    @Override
    public void serialize(Score score, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        observations.serialize(score.observation(), out);
        out.writeDouble(score.score());
        out.writeDouble(score.severity());
        out.writeBoolean(score.anomaly());
        Fields.writeString(score.status().name(), out);
        out.writeDouble(score.confidence());
        for (FeatureScore feature : score.features()) {
            out.writeDouble(feature.expected());
            out.writeDouble(feature.lower());
            out.writeDouble(feature.upper());
            out.writeDouble(feature.contribution());
            writeEvidence(feature.evidence(), out);
            writeWeights(feature.weights(), out);
        }
        out.writeByte(score.flags().size());
        for (Flag flag : score.flags()) {
            Fields.writeString(flag.name(), out);
        }
        Fields.writeString(score.model(), out);
        writeAttention(score.attention(), out);
    }

    @Override
    public Score deserialize(DataInputView in) throws IOException {
        Versions.require("score", in.readByte(), VERSION);
        var observation = observations.deserialize(in);
        double score = in.readDouble();
        double severity = in.readDouble();
        boolean anomaly = in.readBoolean();
        Status status = Status.valueOf(Fields.readString(in));
        double confidence = in.readDouble();
        List<FeatureScore> features = new ArrayList<>();
        for (int feature = 0; feature < observation.values().size(); feature++) {
            features.add(new FeatureScore(
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    readEvidence(in),
                    readWeights(in)));
        }
        Flag[] flags = new Flag[in.readUnsignedByte()];
        for (int flag = 0; flag < flags.length; flag++) {
            flags[flag] = Flag.valueOf(Fields.readString(in));
        }
        return new Score(
                observation,
                score,
                severity,
                anomaly,
                status,
                confidence,
                features,
                Set.of(flags),
                Fields.readString(in),
                readAttention(in));
    }

    private static void writeEvidence(List<EvidenceScore> evidence, DataOutputView out) throws IOException {
        out.writeByte(evidence.size());
        for (EvidenceScore one : evidence) {
            Fields.writeString(one.name(), out);
            out.writeDouble(one.value());
        }
    }

    private static List<EvidenceScore> readEvidence(DataInputView in) throws IOException {
        int size = in.readUnsignedByte();
        List<EvidenceScore> evidence = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            evidence.add(new EvidenceScore(Fields.readString(in), in.readDouble()));
        }
        return evidence;
    }

    private static void writeWeights(List<ForecasterWeight> weights, DataOutputView out) throws IOException {
        out.writeByte(weights.size());
        for (ForecasterWeight one : weights) {
            Fields.writeString(one.name(), out);
            out.writeDouble(one.weight());
            out.writeDouble(one.expected());
        }
    }

    private static List<ForecasterWeight> readWeights(DataInputView in) throws IOException {
        int size = in.readUnsignedByte();
        List<ForecasterWeight> weights = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            weights.add(new ForecasterWeight(Fields.readString(in), in.readDouble(), in.readDouble()));
        }
        return weights;
    }

    private static void writeAttention(List<Attention> attention, DataOutputView out) throws IOException {
        out.writeShort(attention.size());
        for (Attention cell : attention) {
            Fields.writeString(cell.model(), out);
            Fields.writeString(cell.feature(), out);
            out.writeByte(cell.steps().size());
            for (AttendedStep step : cell.steps()) {
                out.writeLong(step.time());
                out.writeDouble(step.weight());
            }
        }
    }

    private static List<Attention> readAttention(DataInputView in) throws IOException {
        int size = in.readUnsignedShort();
        List<Attention> attention = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String model = Fields.readString(in);
            String feature = Fields.readString(in);
            List<AttendedStep> steps = new ArrayList<>();
            for (int step = in.readUnsignedByte(); step > 0; step--) {
                steps.add(new AttendedStep(in.readLong(), in.readDouble()));
            }
            attention.add(new Attention(model, feature, steps));
        }
        return attention;
    }

    @Override
    public TypeSerializerSnapshot<Score> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds scores in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Score> {
        public Snapshot() {
            super(ScoreSerializer::new);
        }
    }
}
