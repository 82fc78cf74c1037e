package io.lookback.control;

import io.lookback.event.Alert;
import java.util.Locale;

/**
 * How far an alert may deviate from what was expected and still be suppressed: by less than one of the two.
 *
 * @param minAbsolute smallest deviation that matters, in the feature's own unit; 0 for none given
 * @param minRelative smallest deviation that matters, as a share of the expected value; 0 for none given
 */
public record Tolerance(double minAbsolute, double minRelative) {

    /** However far. */
    public static final Tolerance ANY = new Tolerance(0, 0);

    public Tolerance {
        require("min_absolute", minAbsolute);
        require("min_relative", minRelative);
    }

    private static void require(String what, double found) {
        if (!(found >= 0 && Double.isFinite(found))) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %s: give 0 (any) or more", what, found));
        }
    }

    /** A deviation that is not known is not known to be small. */
    boolean covers(Alert alert) {
        if (minAbsolute == 0 && minRelative == 0) {
            return true;
        }
        double deviation = Math.abs(alert.value() - alert.expected());
        return deviation < minAbsolute || deviation < minRelative * Math.abs(alert.expected());
    }
}
