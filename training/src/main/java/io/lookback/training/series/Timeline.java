package io.lookback.training.series;

import java.time.Duration;
import java.time.Instant;

/** Draws the times of a series: a fixed interval, a random beginning, now and then gaps. */
final class Timeline {

    private static final long[] INTERVALS_S = {60, 120, 300, 300, 600, 900, 1800, 3600, 3600};
    private static final long EARLIEST = Instant.parse("2018-01-01T00:00:00Z").toEpochMilli();
    private static final int DAYS = 2500;
    private static final double GAPPED = 0.05;
    private static final int LONGEST_GAP = 200;

    private Timeline() {}

    static long[] draw(SeededRandom random, int length) {
        long interval = INTERVALS_S[random.integer(0, INTERVALS_S.length)] * 1000;
        long daysIn = random.integer(0, DAYS);
        long minutesIn = random.integer(0, 1440);
        long start = EARLIEST + Duration.ofDays(daysIn).plusMinutes(minutesIn).toMillis();
        double gapRate = random.chance(GAPPED) ? random.logUniform(1.0, 12.0) / length : 0;
        return times(random, new long[length], start, interval, gapRate);
    }

    static boolean gapped(long[] times) {
        long shortest = times[1] - times[0];
        for (int i = 2; i < times.length; i++) {
            if (times[i] - times[i - 1] != shortest) {
                return true;
            }
        }
        return false;
    }

    private static long[] times(SeededRandom random, long[] times, long start, long interval, double gapRate) {
        long time = start;
        for (int i = 0; i < times.length; i++) {
            times[i] = time;
            long steps = random.chance(gapRate) ? random.integer(2, LONGEST_GAP) : 1;
            time += steps * interval;
        }
        return times;
    }
}
