package io.lookback.event;

import java.util.Arrays;

/** An immutable vector of doubles, one for each feature; {@link Double#NaN} stands for a missing value. */
public final class Values {

    private final double[] values;

    private Values(double[] values) {
        this.values = values;
    }

    public static Values of(double... values) {
        return new Values(values.clone());
    }

    public int size() {
        return values.length;
    }

    public double at(int feature) {
        return values[feature];
    }

    public boolean missing(int feature) {
        return Double.isNaN(values[feature]);
    }

    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
