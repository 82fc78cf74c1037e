package io.lookback.benchmark.endtoend;

import java.util.Locale;

/**
 * What a job did in one round.
 *
 * @param settled records before those that count
 * @param scored records in all
 */
record Throughput(long settled, long scored, double recordsPerSecond) {

    /**
     * From two scores and their stamps, ms. Stamps are whole milliseconds, so two that are equal count as one apart.
     *
     * @param first score that is not counted any more
     * @param last score that is
     */
    static Throughput between(long first, long firstMillis, long last, long lastMillis) {
        if (last <= first || lastMillis < firstMillis) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Score %d came at %d ms, score %d at %d ms: no rate lies between them",
                    first,
                    firstMillis,
                    last,
                    lastMillis));
        }
        double rate = (last - first) * 1e3 / Math.max(1, lastMillis - firstMillis);
        return new Throughput(first + 1, last + 1, rate);
    }
}
