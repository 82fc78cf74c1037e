package io.lookback.flow;

import io.lookback.control.ControlBook;
import io.lookback.control.ControlEntry;
import io.lookback.control.Rule;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Suppresses alerts that a rule covers. Whether an alert is suppressed is decided when it begins, by the rules of that moment. The
 * rule that suppresses it, as it was then, judges each new peak: one that it does not cover makes the alert loud, to its end.
 * An alert that was loud once stays loud.
 *
 * <p>Keyed state: the rule that suppresses the open alert of the current key's series, if one does.
 */
final class AlertSuppression {

    static final ValueStateDescriptor<ControlEntry> STATE =
            new ValueStateDescriptor<>("suppressed-by", ControlEntrySerializer.INSTANCE);

    /** Likewise, for the alert of its silence, which may be open beside another. */
    static final ValueStateDescriptor<ControlEntry> SILENCE_STATE =
            new ValueStateDescriptor<>("silence-suppressed-by", ControlEntrySerializer.INSTANCE);

    private final ControlBook book;
    private final ValueState<ControlEntry> suppressedBy;
    private final ValueState<ControlEntry> silenceSuppressedBy;

    AlertSuppression(
            ControlBook book, ValueState<ControlEntry> suppressedBy, ValueState<ControlEntry> silenceSuppressedBy) {
        this.book = book;
        this.suppressedBy = suppressedBy;
        this.silenceSuppressedBy = silenceSuppressedBy;
    }

    /** The change as it is to be written. */
    Alert judge(Alert alert) {
        ValueState<ControlEntry> by = alert.kind() == AlertKind.SILENCE ? silenceSuppressedBy : suppressedBy;
        try {
            return switch (alert.phase()) {
                case BEGIN -> begin(alert, by);
                case UPDATE -> rise(alert, by);
                case END -> end(alert, by);
            };
        } catch (IOException e) {
            throw new FlinkRuntimeException(
                    String.format(
                            Locale.ROOT,
                            "What suppresses the alert of series '%s' cannot be read or written",
                            alert.series()),
                    e);
        }
    }

    private Alert begin(Alert alert, ValueState<ControlEntry> by) throws IOException {
        Optional<Rule> rule = book.covering(alert);
        if (rule.isEmpty()) {
            return alert;
        }
        by.update(rule.get());
        return alert.suppressed(rule.get().suppression());
    }

    private Alert rise(Alert alert, ValueState<ControlEntry> by) throws IOException {
        if (!(by.value() instanceof Rule rule)) {
            return alert;
        }
        if (rule.covers(alert)) {
            return alert.suppressed(rule.suppression());
        }
        by.clear();
        return alert;
    }

    private Alert end(Alert alert, ValueState<ControlEntry> by) throws IOException {
        if (!(by.value() instanceof Rule rule)) {
            return alert;
        }
        by.clear();
        return alert.suppressed(rule.suppression());
    }
}
