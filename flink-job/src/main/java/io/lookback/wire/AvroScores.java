package io.lookback.wire;

import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.schema.avro.ScoreFlag;
import io.lookback.schema.avro.ScoreStatus;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.avro.io.Encoder;

/**
 * Scores by the fields of {@code score.avsc}, in its order. There is one for every record of the input, so they are
 * written straight from the domain, without a record in between and a walk over its schema. The switches break when a
 * symbol is added to one side alone.
 */
final class AvroScores {

    /** Branches of what may be null. */
    private static final int NULL = 0;

    private static final int KNOWN = 1;

    private AvroScores() {}

    static void write(Score score, Encoder out) throws IOException {
        Observation observation = score.observation();
        out.writeString(score.id());
        out.writeString(observation.series());
        out.writeLong(observation.time());
        features(observation, score.features(), out);
        out.writeDouble(score.score());
        out.writeDouble(score.severity());
        out.writeBoolean(score.anomaly());
        out.writeEnum(status(score.status()).ordinal());
        out.writeDouble(score.confidence());
        flags(score.flags(), out);
        out.writeString(score.model());
        attention(score.attention(), out);
    }

    private static void features(Observation observation, List<FeatureScore> scores, Encoder out) throws IOException {
        begin(scores.size(), out);
        for (int i = 0; i < scores.size(); i++) {
            FeatureScore feature = scores.get(i);
            out.startItem();
            out.writeString(observation.features().names().get(i));
            known(observation.values().at(i), out);
            known(feature.expected(), out);
            known(feature.lower(), out);
            known(feature.upper(), out);
            out.writeDouble(feature.contribution());
            evidence(feature.evidence(), out);
            weights(feature.weights(), out);
        }
        out.writeArrayEnd();
    }

    private static void evidence(List<EvidenceScore> evidence, Encoder out) throws IOException {
        begin(evidence.size(), out);
        for (EvidenceScore one : evidence) {
            out.startItem();
            out.writeString(one.name());
            out.writeDouble(one.value());
        }
        out.writeArrayEnd();
    }

    private static void weights(List<ForecasterWeight> weights, Encoder out) throws IOException {
        begin(weights.size(), out);
        for (ForecasterWeight one : weights) {
            out.startItem();
            out.writeString(one.name());
            out.writeDouble(one.weight());
            out.writeDouble(one.expected());
        }
        out.writeArrayEnd();
    }

    private static void flags(Set<Flag> flags, Encoder out) throws IOException {
        begin(flags.size(), out);
        if (!flags.isEmpty()) {
            for (Flag flag : Flag.values()) {
                if (flags.contains(flag)) {
                    out.startItem();
                    out.writeEnum(flag(flag).ordinal());
                }
            }
        }
        out.writeArrayEnd();
    }

    private static void attention(List<Attention> attention, Encoder out) throws IOException {
        begin(attention.size(), out);
        for (Attention one : attention) {
            out.startItem();
            out.writeString(one.model());
            out.writeString(one.feature());
            begin(one.steps().size(), out);
            for (AttendedStep step : one.steps()) {
                out.startItem();
                out.writeLong(step.time());
                out.writeDouble(step.weight());
            }
            out.writeArrayEnd();
        }
        out.writeArrayEnd();
    }

    private static void begin(int items, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(items);
    }

    /** Null where there is no value: consumers know null, few know NaN. */
    private static void known(double value, Encoder out) throws IOException {
        if (Double.isNaN(value)) {
            out.writeIndex(NULL);
            out.writeNull();
        } else {
            out.writeIndex(KNOWN);
            out.writeDouble(value);
        }
    }

    private static ScoreStatus status(Status status) {
        return switch (status) {
            case WARMING -> ScoreStatus.WARMING;
            case READY -> ScoreStatus.READY;
            case STALE -> ScoreStatus.STALE;
        };
    }

    private static ScoreFlag flag(Flag flag) {
        return switch (flag) {
            case LATE -> ScoreFlag.LATE;
            case DUPLICATE -> ScoreFlag.DUPLICATE;
            case MISSING -> ScoreFlag.MISSING;
            case GAP -> ScoreFlag.GAP;
            case FEATURES_GREW -> ScoreFlag.FEATURES_GREW;
            case FEATURES_IGNORED -> ScoreFlag.FEATURES_IGNORED;
            case MEMORY_RESET -> ScoreFlag.MEMORY_RESET;
        };
    }
}
