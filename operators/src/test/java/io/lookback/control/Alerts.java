package io.lookback.control;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import java.util.List;

/** Alerts to judge. */
final class Alerts {

    private Alerts() {}

    static Alert of(String series, long peak, double value, double expected) {
        return new Alert(
                series + "-1",
                series,
                Alert.Phase.BEGIN,
                peak,
                peak,
                peak,
                0.9,
                0.9,
                1,
                "cpu",
                Direction.ABOVE,
                value,
                expected,
                List.of(),
                null,
                AlertKind.LEVEL,
                "cpu is 88 instead of 41",
                null);
    }
}
