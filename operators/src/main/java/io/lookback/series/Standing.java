package io.lookback.series;

import io.lookback.detect.Detector;
import io.lookback.event.Status;

/** How far a series has come, as whoever counts series sees it. */
public enum Standing {
    /** No record scored yet. */
    ABSENT(false, false),
    WARMING(true, false),
    READY(false, false),
    /** With an open alert, after the sampling became denser and with it the warm-up longer. */
    WARMING_ALERTING(true, true),
    READY_ALERTING(false, true);

    private final boolean warming;
    private final boolean alerting;

    Standing(boolean warming, boolean alerting) {
        this.warming = warming;
        this.alerting = alerting;
    }

    public static Standing of(Series series) {
        if (series.steps() == 0) {
            return ABSENT;
        }
        Detector detector = series.detector();
        boolean alerting = detector.alerting();
        if (detector.status() == Status.WARMING) {
            return alerting ? WARMING_ALERTING : WARMING;
        }
        return alerting ? READY_ALERTING : READY;
    }

    public boolean known() {
        return this != ABSENT;
    }

    public boolean warming() {
        return warming;
    }

    /** Whether an alert has begun and not ended. */
    public boolean alerting() {
        return alerting;
    }
}
