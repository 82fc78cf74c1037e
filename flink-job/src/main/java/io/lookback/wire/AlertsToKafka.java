package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.schema.Schemas;

/** Alerts keyed by their id, so that a compacted topic keeps the last change of each. */
public final class AlertsToKafka extends ToKafka<Alert> {

    private static final long serialVersionUID = 1;

    public AlertsToKafka(String topic, OutputFormat format) {
        super(topic, format.alerts(topic), Schemas.alert());
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
}
