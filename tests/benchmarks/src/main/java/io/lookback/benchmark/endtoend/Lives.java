package io.lookback.benchmark.endtoend;

import java.util.Locale;

/**
 * What the series of a comparison have behind them when its jobs start.
 *
 * @param records of each series; 0: it is new
 * @param different lives; each is that of many series, since a million of them would take hours to live
 */
record Lives(int records, int different) {

    Lives {
        if (records < 0 || different < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d different lives of %d records: give 1 life or more, of 0 records or more",
                    different,
                    records));
        }
    }
}
