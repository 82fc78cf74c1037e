package io.lookback.cell;

import io.lookback.onnx.DeviceException;
import io.lookback.onnx.OnnxException;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Finds the rows for which a model fails: a run of several rows that fails is done again in two halves, and so on, so a
 * wave of n rows of which few fail takes about 2 log n runs for each of those.
 */
final class RowBisection {

    private final Part part;
    private final IntConsumer failed;

    private Optional<OnnxException> first = Optional.empty();

    private RowBisection(Part part, IntConsumer failed) {
        this.part = part;
        this.failed = failed;
    }

    /** Some rows of a wave. */
    interface Part {

        /** @throws OnnxException if the model fails for any of them */
        void run(int from, int to);
    }

    /**
     * @param failed told of each row for which the model fails by itself
     * @return the first such failure
     */
    static Optional<OnnxException> run(int rows, Part part, IntConsumer failed) {
        RowBisection apart = new RowBisection(part, failed);
        if (rows > 0) {
            apart.run(0, rows);
        }
        return apart.first;
    }

    private void run(int from, int to) {
        try {
            part.run(from, to);
        } catch (DeviceException gone) {
            throw gone;
        } catch (OnnxException e) {
            if (to - from > 1) {
                int middle = (from + to) >>> 1;
                run(from, middle);
                run(middle, to);
            } else {
                failed.accept(from);
                first = first.isPresent() ? first : Optional.of(e);
            }
        }
    }
}
