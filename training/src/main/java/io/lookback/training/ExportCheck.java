package io.lookback.training;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.lookback.training.example.Batch;
import io.lookback.training.graph.Rollout;
import io.lookback.training.net.Network;
import io.lookback.training.net.StudentLoss;
import java.util.Arrays;
import java.util.Locale;

/** Rolls an exported graph step by step over whole sequences and compares it with the network it was exported from. */
final class ExportCheck {

    /** Numbers below this count as of this size when a difference is put in relation. */
    private static final double SMALL = 0.1;

    private ExportCheck() {}

    /**
     * @return the largest relative difference of a step, without those that the network's ties account for
     * @throws IllegalStateException if it is above the network's tolerance
     */
    static double require(Network network, byte[] model, Batch batch, NDManager manager) throws OrtException {
        float[] expected = StudentLoss.predictions(network, batch, manager);
        double[] differences = new double[batch.rows() * batch.length()];
        for (int row = 0; row < batch.rows(); row++) {
            compare(network, model, batch, row, expected, differences);
        }
        Arrays.sort(differences);
        int last = differences.length - 1;
        boolean numbers = !Double.isNaN(differences[last]);
        double worst = differences[numbers ? last - (int) (network.ties() * differences.length) : last];
        if (!(worst <= network.tolerance())) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The exported graph of the %s differs from the trained network by %.2e, more than %.0e. This is a defect of the exporter: compare writeStep and outputs.",
                    network.cell(),
                    worst,
                    network.tolerance()));
        }
        return worst;
    }

    private static void compare(
            Network network, byte[] model, Batch batch, int row, float[] expected, double[] differences)
            throws OrtException {
        try (Rollout rollout = Rollout.of(model, network.freshMemory())) {
            for (int step = 0; step < batch.length(); step++) {
                float[] y = rollout.step(batch.input(row, step));
                int at = row * batch.length() + step;
                differences[at] = Math.max(relative(y[0], expected[2 * at]), relative(y[1], expected[2 * at + 1]));
            }
        }
    }

    private static double relative(double actual, double expected) {
        return Math.abs(actual - expected) / Math.max(Math.abs(expected), SMALL);
    }
}
