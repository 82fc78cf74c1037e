package io.lookback.training.reference;

import io.lookback.training.graph.Head;
import java.util.Arrays;

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

    /** {@code x W} for a matrix of so many columns. */
    static double[] product(double[] x, float[] weight, int columns) {
        return affine(x, weight, new float[columns]);
    }

    static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += b[k];
        }
        return sum;
    }

    /** Layer normalization. */
    static double[] norm(double[] x, float[] gain, float[] shift) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double square = Arrays.stream(x)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow();
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            y[k] = (x[k] - mean) / Math.sqrt(square + 1e-5) * gain[k] + shift[k];
        }
        return y;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    static double[] softmax(double[] scores) {
        double highest = Arrays.stream(scores).max().orElseThrow();
        double[] weights = new double[scores.length];
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            weights[k] = Math.exp(scores[k] - highest);
            sum += weights[k];
        }
        for (int k = 0; k < scores.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    /** The error function by its Maclaurin series up to 3 and by its continued fraction beyond. */
    static double erf(double x) {
        double magnitude = Math.abs(x);
        double value = magnitude < 3 ? erfSeries(magnitude) : 1 - erfcFraction(magnitude);
        return x < 0 ? -value : value;
    }

    private static double erfSeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static double erfcFraction(double x) {
        double fraction = x;
        for (int n = 60; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
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
