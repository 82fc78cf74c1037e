package io.lookback.incident;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Which alerts belong together.
 *
 * @param within event time between the beginnings of alerts that may have one cause
 * @param least series that an incident has at its beginning
 */
public record IncidentSpec(Duration within, int least) implements Serializable {

    public static final IncidentSpec DEFAULT = new IncidentSpec(Duration.ofMinutes(10), 2);

    public IncidentSpec {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "incidents.within is %s: give more than zero", within));
        }
        if (least < 2) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "incidents.min-series is %d: give 2 or more", least));
        }
    }
}
