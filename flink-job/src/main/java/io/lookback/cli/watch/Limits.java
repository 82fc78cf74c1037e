package io.lookback.cli.watch;

import java.util.Locale;

/**
 * How much the page remembers.
 *
 * @param series at most; a further one takes the place of one that has gone silent, or is not shown
 * @param points of a series; the oldest leave first
 * @param alerts of a series; the oldest leave first
 * @param bytes of all points together, an estimate; where it is full, all series keep fewer points
 */
public record Limits(int series, int points, int alerts, long bytes) {

    static final int SERIES = 5000;
    static final int POINTS = 1000;
    static final int ALERTS = 50;
    static final int MEGABYTES = 256;

    public static final Limits DEFAULT = new Limits(SERIES, POINTS, ALERTS, (long) MEGABYTES << 20);

    public Limits {
        require("series", series);
        require("points", points);
        require("alerts", alerts);
        require("bytes", bytes);
    }

    private static void require(String name, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "The limit of %s is %d: give 1 or more", name, limit));
        }
    }
}
