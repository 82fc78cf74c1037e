package io.lookback.training.reference;

import io.lookback.training.graph.Head;

/** The little linear algebra that the references need. Matrices are flat, row-major {@code [rows, columns]}. */
final class Algebra {

    private Algebra() {}

    /** {@code x W + b}. */
    static double[] affine(double[] x, float[] weight, float[] bias) {
        double[] y = new double[bias.length];
        for (int column = 0; column < y.length; column++) {
            y[column] = bias[column];
            for (int k = 0; k < x.length; k++) {
                y[column] += x[k] * weight[k * y.length + column];
            }
        }
        return y;
    }

    static double[] concat(double[] a, double[] b) {
        double[] both = new double[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    static double[] doubles(float[] x) {
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            wide[i] = x[i];
        }
        return wide;
    }

    static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    /** Location and scale from the raw outputs. */
    static double[] head(float[] x, double[] raw) {
        double logScale = Math.max(Head.LOWEST_LOG_SCALE, Math.min(Head.HIGHEST_LOG_SCALE, raw[1]));
        return new double[] {x[0] + raw[0], Math.exp(logScale)};
    }
}
