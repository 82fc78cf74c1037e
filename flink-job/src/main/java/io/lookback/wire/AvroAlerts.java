package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.Suppression;
import io.lookback.schema.avro.AlertDirection;
import io.lookback.schema.avro.AlertEnding;
import io.lookback.schema.avro.AlertKind;
import io.lookback.schema.avro.AlertPhase;
import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.ContributionRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Alerts as Avro records. The switches break when a symbol is added to one side alone. */
final class AvroAlerts {

    private AvroAlerts() {}

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
                suppression == null ? null : suppression.reason(),
                alert.contributions().stream()
                        .map(one -> new ContributionRecord(one.feature(), one.share()))
                        .toList(),
                kind(alert.kind()),
                alert.text(),
                ending(alert.ending()));
    }

    /** Null where there is no value: consumers know null, few know NaN. */
    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
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

    private static AlertKind kind(io.lookback.event.AlertKind kind) {
        return switch (kind) {
            case LEVEL -> AlertKind.LEVEL;
            case FORECAST -> AlertKind.FORECAST;
            case STANDSTILL -> AlertKind.STANDSTILL;
            case JOINT -> AlertKind.JOINT;
            case SILENCE -> AlertKind.SILENCE;
        };
    }

    private static @Nullable AlertEnding ending(@Nullable EndReason ending) {
        if (ending == null) {
            return null;
        }
        return switch (ending) {
            case RECOVERED -> AlertEnding.RECOVERED;
            case ACCEPTED -> AlertEnding.ACCEPTED;
            case INPUT_ENDED -> AlertEnding.INPUT_ENDED;
        };
    }
}
