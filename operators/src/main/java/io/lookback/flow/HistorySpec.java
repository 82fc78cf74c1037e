package io.lookback.flow;

import io.lookback.memory.PagedHistory;
import java.io.Serializable;

/**
 * What attention cells keep of a series' past.
 *
 * @param maxSteps most past steps that a self-attention cell reads: beyond it the oldest page leaves
 * @param cacheBytes native memory per subtask and attention cell for the rows of the series stepped last
 * @param attended past steps that each score names as those a cell attended to most; 0 for none
 */
public record HistorySpec(int maxSteps, long cacheBytes, int attended) implements Serializable {

    public static final HistorySpec DEFAULT = new HistorySpec(1024, 64L << 20, 0);

    public HistorySpec {
        if (maxSteps < PagedHistory.PAGE_ROWS || maxSteps > 1 << 16 || maxSteps % PagedHistory.PAGE_ROWS != 0) {
            throw new IllegalArgumentException("history.max-steps is %d: give a multiple of %d up to 65536"
                    .formatted(maxSteps, PagedHistory.PAGE_ROWS));
        }
        if (cacheBytes < 1 << 20) {
            throw new IllegalArgumentException("history.cache is %d bytes: give 1048576 or more".formatted(cacheBytes));
        }
        if (attended < 0 || attended > 64) {
            throw new IllegalArgumentException("history.attended is %d: give 0 to 64".formatted(attended));
        }
    }
}
