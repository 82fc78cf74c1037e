package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Readings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A series of a job that runs once a day: a base with noise, half of the time with a daily wave, and while the job runs, a
 * load on top. On one day it does not run, or runs three times as long, or all is as usual.
 *
 * @param minutes between two values
 * @param trouble of one day
 */
record DailyJob(int minutes, Trouble trouble, Readings readings, int from, int until) {

    private static final int DAY = 24 * 60;
    private static final int DAYS = 30;
    private static final int EARLIEST_TROUBLE = 16;
    private static final long MINUTE_MS = 60_000;
    /** 1 September 2025, a Monday. */
    private static final long START = 1_756_684_800_000L;

    private static final int[] LENGTHS = {20, 30, 60, 120};
    private static final double[] SPREADS = {0.02, 0.1, 0.25};
    private static final int[] DELAYS = {0, 0, 3, 10};

    enum Trouble {
        NONE,
        MISSED,
        LATE_END
    }

    static DailyJob of(int minutes, Trouble trouble, long seed) {
        Random random = new Random(31 * seed + minutes);
        int length = minutes == 60 ? 60 * (1 + random.nextInt(2)) : LENGTHS[random.nextInt(LENGTHS.length)];
        int start = random.nextInt(DAY - 4 * length) / minutes * minutes;
        double base = 5 + 45 * random.nextDouble();
        double noise = base * (0.02 + 0.13 * random.nextDouble());
        double wave = random.nextBoolean() ? base * (0.1 + 0.4 * random.nextDouble()) : 0;
        double load = base * (2 + 8 * random.nextDouble());
        double spread = SPREADS[random.nextInt(SPREADS.length)];
        int delay = DELAYS[random.nextInt(DELAYS.length)];
        int day = EARLIEST_TROUBLE + random.nextInt(DAYS - EARLIEST_TROUBLE - 1);

        int perDay = DAY / minutes;
        double[] values = new double[DAYS * perDay];
        for (int i = 0; i < values.length; i++) {
            values[i] = base + noise * random.nextGaussian() + wave * Math.sin(2 * Math.PI * (i % perDay) / perDay);
        }
        for (int d = 0; d < DAYS; d++) {
            int late = random.nextInt(2 * delay + 1) - delay;
            double height = load * (1 + spread * random.nextGaussian());
            int longer = d == day && trouble == Trouble.LATE_END ? 2 * length : 0;
            boolean runs = d != day || trouble != Trouble.MISSED;
            int first = at(d * DAY + start + late, minutes);
            int end = runs ? at(d * DAY + start + late + length + longer, minutes) : first;
            for (int i = Math.max(0, first); i < Math.min(end, values.length); i++) {
                values[i] += height;
            }
        }
        long[] times = new long[values.length];
        Arrays.setAll(times, i -> START + i * minutes * MINUTE_MS);
        int due = trouble == Trouble.LATE_END ? start + length : start;
        int over = trouble == Trouble.LATE_END ? start + 3 * length : start + length;
        return new DailyJob(
                minutes,
                trouble,
                new Readings(times, List.of(values), perDay),
                at(day * DAY + due, minutes),
                at(day * DAY + over, minutes));
    }

    private static int at(int minute, int minutes) {
        return Math.floorDiv(minute + minutes - 1, minutes);
    }

    /** Whether an alert that begins there is about the trouble: within it, or an hour later at most. */
    boolean isTrouble(long begin) {
        long[] times = readings.times();
        return trouble != Trouble.NONE
                && begin >= times[from]
                && begin < times[from] + (until - from) * minutes * MINUTE_MS + 60 * MINUTE_MS;
    }

    /** Whether the job is known for a week by then. */
    boolean isKnown(long begin) {
        return begin >= START + 7 * DAY * MINUTE_MS;
    }
}
