package io.lookback.normalize;

/**
 * The map between the raw and the normalized values of a channel at one moment.
 *
 * @param origin raw value whose normalized value is 0
 * @param scale raw values to one normalized one near the origin, above zero
 */
public record Units(double origin, double scale) {

    /** Beyond the limits that a cell's inputs keep: how far out a value lies is seen by those who judge it. */
    public double normalize(double x) {
        double ratio = (x - origin) / scale;
        double magnitude = Math.abs(ratio);
        double y = magnitude < 1e150 ? Math.log(magnitude + Math.sqrt(magnitude * magnitude + 1)) : FARTHEST;
        return ratio < 0 ? -y : y;
    }

    private static final double FARTHEST = Math.log(2e150);

    /** The inverse of {@link #normalize}, within the limits of {@link Normalizer#LIMIT}. */
    public double denormalize(double y) {
        double e = Math.exp(Normalizer.clip(y));
        return origin + scale * (e - 1 / e) / 2;
    }
}
