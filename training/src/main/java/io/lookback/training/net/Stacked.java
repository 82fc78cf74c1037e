package io.lookback.training.net;

/** PyTorch keeps the weights of a recurrence as {@code [units, inputs]}; a step graph wants them as {@code [inputs, units]}. */
final class Stacked {

    private Stacked() {}

    /** Both transposed, the first above the second: {@code [a + b, units]} from {@code [units, a]} and {@code [units, b]}. */
    static float[] transposed(float[] first, float[] second, int units) {
        float[] stacked = new float[first.length + second.length];
        transpose(first, units, stacked, 0);
        transpose(second, units, stacked, first.length);
        return stacked;
    }

    private static void transpose(float[] from, int units, float[] to, int toAt) {
        int inputs = from.length / units;
        for (int unit = 0; unit < units; unit++) {
            for (int k = 0; k < inputs; k++) {
                to[toAt + k * units + unit] = from[unit * inputs + k];
            }
        }
    }
}
