package io.lookback.benchmark.endtoend;

import io.lookback.schema.avro.ObservationRecord;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Records of many series, repeatable and without end: each series has one record in every turn, the turns pass through
 * the series in steps that no cache foresees. Record {@code i} stands alone, so any thread may make any record;
 * those with a number below 0 lie before the first.
 */
record Workload(int series, int features) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final double DAY = 24.0 * 60 * MINUTE;

    /** A prime above every count of series, so that a turn visits each once. */
    private static final long STRIDE = Integer.MAX_VALUE;

    private static final int JUMP_EVERY = 5_003;

    Workload {
        if (series < 1 || series == STRIDE || features < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d series of %d features: give 1 or more of both", series, features));
        }
    }

    String series(long index) {
        return "series-" + Math.floorMod(index, series) * STRIDE % series;
    }

    /** Event-time ms: a minute between two records of a series, and at least 1 ms between any two. */
    long time(long index) {
        return START + index * interval();
    }

    /** Which record bears that event time. */
    long index(long time) {
        return (time - START) / interval();
    }

    ObservationRecord record(long index) {
        Map<String, Double> values = new LinkedHashMap<>(2 * features);
        for (int feature = 0; feature < features; feature++) {
            values.put("value-" + feature, value(index, feature));
        }
        return new ObservationRecord(series(index), Instant.ofEpochMilli(time(index)), values);
    }

    /** How many different series the first records have. */
    long seriesIn(long records) {
        return Math.min(series, records);
    }

    /** A day's wave with noise, and now and then a jump. */
    private double value(long index, int feature) {
        long scrambled = scramble(index * features + feature);
        double noise = (scrambled >>> 40) * 0x1p-24;
        double jump = Math.floorMod(scrambled, JUMP_EVERY) == 0 ? 30 : 0;
        return 10 * Math.sin(2 * Math.PI * time(index) / DAY + feature) + noise + jump;
    }

    private long interval() {
        return Math.max(1, MINUTE / series);
    }

    /** The output function of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long scramble(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
