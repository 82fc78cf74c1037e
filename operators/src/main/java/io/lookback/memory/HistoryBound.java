package io.lookback.memory;

import java.io.Serializable;
import java.util.Locale;

/**
 * How much of its past a history holds. Past its most rows it slides by pages, and with sinks its first rows stay where
 * they are: a network that learnt on whole pasts sends much of its attention to the first rows, whatever they say, and
 * forecasts badly once they are gone (Xiao et al., ICLR 2024, "Efficient Streaming Language Models with Attention
 * Sinks", section 3).
 *
 * @param maxSteps most rows that are held, a whole number of pages
 * @param sinks of these, the rows from the very beginning that stay: 0, a sliding window, to a page's
 *     {@value PagedHistory#PAGE_ROWS}
 */
public record HistoryBound(int maxSteps, int sinks) implements Serializable {

    /** Of a job that does not say otherwise. */
    public static final HistoryBound DEFAULT = new HistoryBound(512, 0);

    private static final int PAGE = PagedHistory.PAGE_ROWS;

    public HistoryBound {
        if (maxSteps < PAGE || maxSteps > 1 << 16 || maxSteps % PAGE != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "history.max-steps is %d: give a multiple of %d up to 65536", maxSteps, PAGE));
        }
        if (sinks < 0 || sinks > PAGE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "history.sinks is %d: give 0 to %d, the steps of one page", sinks, PAGE));
        }
        if (sinks > 0 && maxSteps < 2 * PAGE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "history.sinks is %d, but history.max-steps is %d, a single page: give %d or more beside sinks, or no sinks",
                    sinks,
                    maxSteps,
                    2 * PAGE));
        }
    }

    /** A window that slides over all rows. */
    public static HistoryBound sliding(int maxSteps) {
        return new HistoryBound(maxSteps, 0);
    }
}
