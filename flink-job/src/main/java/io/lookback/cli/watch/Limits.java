package io.lookback.cli.watch;

/**
 * How much the page remembers.
 *
 * @param series at most; the one without records for longest leaves first
 * @param points of a series; the oldest leave first
 * @param alerts of a series; the oldest leave first
 * @param bytes of all points together, an estimate; series leave as they do for {@code series}
 */
public record Limits(int series, int points, int alerts, long bytes) {

    public static final Limits DEFAULT = new Limits(5000, 1000, 50, 256L << 20);

    public Limits {
        require("series", series);
        require("points", points);
        require("alerts", alerts);
        require("bytes", bytes);
    }

    private static void require(String name, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit of %s is %d: give 1 or more".formatted(name, limit));
        }
    }
}
