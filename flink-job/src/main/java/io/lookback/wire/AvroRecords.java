package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Attention;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.schema.avro.AlertDirection;
import io.lookback.schema.avro.AlertPhase;
import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.AttendedStepRecord;
import io.lookback.schema.avro.AttentionRecord;
import io.lookback.schema.avro.FeatureRecord;
import io.lookback.schema.avro.ScoreFlag;
import io.lookback.schema.avro.ScoreRecord;
import io.lookback.schema.avro.ScoreStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Domain records as Avro records. The switches break when a symbol is added to one side alone. */
final class AvroRecords {

    private AvroRecords() {}

    static ScoreRecord of(Score score) {
        Observation observation = score.observation();
        return new ScoreRecord(
                score.id(),
                observation.series(),
                Instant.ofEpochMilli(observation.time()),
                features(score),
                score.score(),
                score.severity(),
                score.anomaly(),
                status(score.status()),
                score.confidence(),
                score.flags().stream().sorted().map(AvroRecords::flag).toList(),
                score.model(),
                score.attention().stream().map(AvroRecords::attention).toList());
    }

    private static AttentionRecord attention(Attention attention) {
        return new AttentionRecord(
                attention.model(),
                attention.feature(),
                attention.steps().stream()
                        .map(step -> new AttendedStepRecord(Instant.ofEpochMilli(step.time()), step.weight()))
                        .toList());
    }

    static AlertRecord of(Alert alert) {
        Suppression suppression = alert.suppression();
        return new AlertRecord(
                alert.id(),
                alert.series(),
                phase(alert.phase()),
                Instant.ofEpochMilli(alert.begin()),
                Instant.ofEpochMilli(alert.peak()),
                Instant.ofEpochMilli(alert.end()),
                alert.peakScore(),
                alert.severity(),
                alert.records(),
                alert.feature(),
                direction(alert.direction()),
                known(alert.value()),
                known(alert.expected()),
                suppression == null ? null : suppression.rule(),
                suppression == null ? null : suppression.reason());
    }

    private static List<FeatureRecord> features(Score score) {
        List<String> names = score.observation().features().names();
        Values values = score.observation().values();
        List<FeatureRecord> features = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            FeatureScore feature = score.features().get(i);
            features.add(new FeatureRecord(
                    names.get(i),
                    known(values.at(i)),
                    known(feature.expected()),
                    known(feature.lower()),
                    known(feature.upper()),
                    feature.contribution()));
        }
        return features;
    }

    /** Null where there is no value: consumers know null, few know NaN. */
    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static ScoreStatus status(Status status) {
        return switch (status) {
            case WARMING -> ScoreStatus.WARMING;
            case READY -> ScoreStatus.READY;
        };
    }

    private static ScoreFlag flag(Flag flag) {
        return switch (flag) {
            case LATE -> ScoreFlag.LATE;
            case DUPLICATE -> ScoreFlag.DUPLICATE;
            case MISSING -> ScoreFlag.MISSING;
            case GAP -> ScoreFlag.GAP;
        };
    }

    private static AlertPhase phase(Alert.Phase phase) {
        return switch (phase) {
            case BEGIN -> AlertPhase.BEGIN;
            case UPDATE -> AlertPhase.UPDATE;
            case END -> AlertPhase.END;
        };
    }

    private static AlertDirection direction(Direction direction) {
        return switch (direction) {
            case ABOVE -> AlertDirection.ABOVE;
            case BELOW -> AlertDirection.BELOW;
        };
    }
}
