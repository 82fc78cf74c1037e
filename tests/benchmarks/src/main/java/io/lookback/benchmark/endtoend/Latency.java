package io.lookback.benchmark.endtoend;

import org.HdrHistogram.Histogram;

/**
 * Latencies of one run, ms.
 *
 * @param rate of the load, records per second
 * @param missing records without a score at the end: they count with the time that was waited
 */
record Latency(double rate, double p50, double p99, double p999, double max, long count, long missing) {

    static Latency of(double rate, Histogram micros, long missing) {
        return new Latency(
                rate,
                millis(micros.getValueAtPercentile(50)),
                millis(micros.getValueAtPercentile(99)),
                millis(micros.getValueAtPercentile(99.9)),
                millis(micros.getMaxValue()),
                micros.getTotalCount(),
                missing);
    }

    private static double millis(long micros) {
        return micros / 1e3;
    }
}
