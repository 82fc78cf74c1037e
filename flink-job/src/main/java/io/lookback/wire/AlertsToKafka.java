package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Bytes;
import io.lookback.event.Contribution;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Suppression;
import io.lookback.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Alerts keyed by their id, so that a compacted topic keeps the last change of each. A smaller form has no
 * contributions, and of the reason of a rule that suppresses it only the beginning.
 */
public final class AlertsToKafka extends ToKafka<Alert> {

    private static final long serialVersionUID = 1;

    private static final int MAX_REASON = 40;

    /** An alert comes from no record alone. */
    private static final int NOWHERE = -1;

    public AlertsToKafka(String topic, TopicLimits limits, OutputFormat format) {
        super(topic, limits, format.alerts(topic), Schemas.alert());
    }

    @Override
    String key(Alert alert) {
        return alert.id();
    }

    @Override
    String id(Alert alert) {
        return alert.id();
    }

    @Override
    long time(Alert alert) {
        return alert.end();
    }

    @Override
    Optional<Alert> smaller(Alert alert) {
        Alert smallest = smallest(alert);
        return smallest == alert ? Optional.empty() : Optional.of(smallest);
    }

    @Override
    Alert smallest(Alert alert) {
        boolean shortReason =
                alert.suppression() == null || alert.suppression().reason().length() <= MAX_REASON;
        return alert.contributions().isEmpty() && shortReason ? alert : shortened(alert);
    }

    @Override
    String lacks(Alert alert, Alert smaller) {
        return "contributions and reasons";
    }

    @Override
    long chars(Alert smallest) {
        Suppression suppression = smallest.suppression();
        return 3L * smallest.id().length()
                + smallest.series().length()
                + smallest.feature().length()
                + (suppression == null
                        ? 0
                        : suppression.rule().length() + suppression.reason().length());
    }

    @Override
    Rejection rejection(Alert alert, String message) {
        Payload payload = new Payload(
                Bytes.wrap(alert.id().getBytes(StandardCharsets.UTF_8)),
                Bytes.wrap(value(alert)),
                List.of(),
                alert.end());
        return new Rejection(
                new Origin(topic(), NOWHERE, NOWHERE), payload, Rejection.Reason.TOO_LARGE, "Alert " + message);
    }

    private static Alert shortened(Alert alert) {
        List<Contribution> none = List.of();
        return new Alert(
                alert.id(),
                alert.series(),
                alert.phase(),
                alert.begin(),
                alert.peak(),
                alert.end(),
                alert.peakScore(),
                alert.severity(),
                alert.records(),
                alert.feature(),
                alert.direction(),
                alert.value(),
                alert.expected(),
                none,
                shortened(alert.suppression()),
                alert.kind(),
                alert.text(),
                alert.ending());
    }

    private static @Nullable Suppression shortened(@Nullable Suppression suppression) {
        return suppression == null || suppression.reason().length() <= MAX_REASON
                ? suppression
                : new Suppression(suppression.rule(), suppression.reason().substring(0, MAX_REASON));
    }
}
