package io.lookback.training.net;

import io.lookback.training.series.SeededRandom;

/** Random directions in blocks of orthogonal ones. */
final class Orthogonal {

    private Orthogonal() {}

    /** {@code [dimension, count]}, columns with the lengths of Gaussian vectors, by Gram and Schmidt's procedure. */
    static float[] gaussian(int dimension, int count, SeededRandom random) {
        double[][] columns = new double[count][];
        for (int column = 0; column < count; column++) {
            double[] drawn = drawn(dimension, random);
            double length = length(drawn);
            for (int before = column - column % dimension; before < column; before++) {
                double share = dot(drawn, columns[before]) / dot(columns[before], columns[before]);
                for (int k = 0; k < dimension; k++) {
                    drawn[k] -= share * columns[before][k];
                }
            }
            double left = length(drawn);
            for (int k = 0; k < dimension; k++) {
                drawn[k] *= length / left;
            }
            columns[column] = drawn;
        }
        float[] flat = new float[dimension * count];
        for (int column = 0; column < count; column++) {
            for (int k = 0; k < dimension; k++) {
                flat[k * count + column] = (float) columns[column][k];
            }
        }
        return flat;
    }

    private static double[] drawn(int dimension, SeededRandom random) {
        double[] drawn = new double[dimension];
        for (int k = 0; k < dimension; k++) {
            drawn[k] = random.gaussian();
        }
        return drawn;
    }

    private static double length(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
