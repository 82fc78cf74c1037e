package io.lookback.training;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What came of a training.
 *
 * @param parameters number of trained numbers
 * @param validationLoss mean Student t loss on held-out stretches, nats
 * @param persistenceLoss the same for "the last value again"
 * @param exportDifference largest relative difference between the trained network and the exported graph
 * @param bytes of the file
 * @param out the file
 */
public record TrainReport(
        long parameters, double validationLoss, double persistenceLoss, double exportDifference, long bytes, Path out) {

    /** One line for a person. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "validation loss %.4f (persistence %.4f), %d parameters, exported graph differs by %.1e, %s (%d bytes)",
                validationLoss,
                persistenceLoss,
                parameters,
                exportDifference,
                out,
                bytes);
    }
}
