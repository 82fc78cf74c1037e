package io.lookback.flow;

import io.lookback.memory.HistoryBound;
import java.io.Serializable;
import java.util.Locale;

/**
 * What attention cells keep of a series' past.
 *
 * @param bound of what a self-attention cell reads of the past
 * @param cacheBytes native memory per subtask and attention cell for histories, so that a step need not read its own from state
 * @param attended past steps that each score names as those a cell attended to most; 0 for none
 */
public record HistorySpec(HistoryBound bound, long cacheBytes, int attended) implements Serializable {

    public static final HistorySpec DEFAULT = new HistorySpec(HistoryBound.DEFAULT, 64L << 20, 0);

    public HistorySpec {
        if (cacheBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "history.cache is %d bytes: give 1048576 or more", cacheBytes));
        }
        if (attended < 0 || attended > 64) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "history.attended is %d: give 0 to 64", attended));
        }
    }
}
