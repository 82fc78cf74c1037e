package io.lookback.benchmark.forecast;

/**
 * One feature of a series, to be forecast. The arrays are not to be changed.
 *
 * @param times event-time ms of each value
 * @param values without gaps: rows whose value is missing are left out
 */
record Track(String name, long[] times, double[] values) {

    int length() {
        return times.length;
    }
}
