package io.lookback.series;

import java.io.Serializable;
import java.util.Locale;

/**
 * Which multi-step forecasts are made. Each series makes one with every so manieth of its records, series with different
 * names with different ones, so that they share the load evenly; which records that are follows from the name and the
 * number of the record alone.
 *
 * @param horizon steps of a forecast; 0 for none
 * @param every records of a series from one forecast to the next
 */
public record HorizonSpec(int horizon, int every) implements Serializable {

    public static final HorizonSpec NONE = new HorizonSpec(0, 100);

    /** A forecast of that many steps of a hundred features is 2 MB of JSON. */
    public static final int LONGEST = 500;

    public HorizonSpec {
        if (horizon < 0 || horizon > LONGEST) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "forecast.horizon is %d: give 0 to %d", horizon, LONGEST));
        }
        if (every < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "forecast.every is %d: give 1 or more", every));
        }
    }

    boolean asked() {
        return horizon > 0;
    }

    /** @param steps records of the series so far */
    boolean due(String series, long steps) {
        return asked() && steps >= Series.SETTLING && (steps + series.hashCode()) % every == 0;
    }
}
