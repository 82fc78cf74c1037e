package io.lookback.benchmark.endtoend;

/**
 * What a job did in one round.
 *
 * @param scored records, those that are not counted included
 */
record Throughput(long scored, double recordsPerSecond) {

    /**
     * From two scores and their stamps, ms. Stamps are whole milliseconds, so two that are equal count as one apart.
     */
    static Throughput between(long scored, long first, long firstMillis, long last, long lastMillis) {
        if (last <= first || lastMillis < firstMillis) {
            throw new IllegalArgumentException("Score %d came at %d ms, score %d at %d ms: no rate lies between them"
                    .formatted(first, firstMillis, last, lastMillis));
        }
        return new Throughput(scored, (last - first) * 1e3 / Math.max(1, lastMillis - firstMillis));
    }
}
