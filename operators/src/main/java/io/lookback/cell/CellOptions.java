package io.lookback.cell;

import io.lookback.onnx.Device;
import java.io.Serializable;
import java.util.Locale;

/**
 * How cells are run in a subtask; none of it changes a score, but another device may round its last bits otherwise.
 *
 * @param maxRows most rows of one call of a cell without history
 * @param attended past steps to be named per prediction; 0 saves keeping the weights
 * @param cacheBytes native memory for the rows of each attention cell's most recently stepped series
 * @param device what the models run on
 */
public record CellOptions(int maxRows, int attended, long cacheBytes, Device device) implements Serializable {

    public CellOptions {
        if (cacheBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "history.cache is %d bytes: give 1048576 or more", cacheBytes));
        }
    }

    /** On the processor. */
    public CellOptions(int maxRows, int attended, long cacheBytes) {
        this(maxRows, attended, cacheBytes, Device.CPU);
    }
}
