package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Readings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Stationary series, in which every alarm is a false one. */
enum Noise {
    GAUSSIAN {
        @Override
        double next(Random random, double day, double before) {
            return random.nextGaussian();
        }
    },
    AR1 {
        @Override
        double next(Random random, double day, double before) {
            return 0.9 * before + random.nextGaussian();
        }
    },
    STUDENT_T3 {
        @Override
        double next(Random random, double day, double before) {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                double z = random.nextGaussian();
                squares += z * z;
            }
            return random.nextGaussian() / Math.sqrt(squares / 3);
        }
    },
    LOGNORMAL {
        @Override
        double next(Random random, double day, double before) {
            return Math.exp(random.nextGaussian());
        }
    },
    POISSON_3 {
        @Override
        double next(Random random, double day, double before) {
            int count = -1;
            for (double product = 1; product > Math.exp(-3); count++) {
                product *= random.nextDouble();
            }
            return count;
        }
    },
    DAILY {
        @Override
        double next(Random random, double day, double before) {
            return 10 * Math.sin(2 * Math.PI * day) + random.nextGaussian();
        }
    };

    static final Duration INTERVAL = Duration.ofMinutes(5);
    static final int ROWS_PER_DAY = rowsPerDay(INTERVAL);

    static int rowsPerDay(Duration interval) {
        return (int) Duration.ofDays(1).dividedBy(interval);
    }

    /** @param day time since the series began, days */
    abstract double next(Random random, double day, double before);

    /** One feature, a row every five minutes. */
    Readings readings(int rows, long seed) {
        return readings(rows, seed, INTERVAL, 1);
    }

    /** @param features independent of each other */
    Readings readings(int rows, long seed, Duration interval, int features) {
        int rowsPerDay = rowsPerDay(interval);
        List<double[]> values = IntStream.range(0, features)
                .mapToObj(feature -> values(rows, rowsPerDay, new Random(31 * seed + ordinal() + 1_000_003L * feature)))
                .toList();
        long[] times =
                LongStream.range(0, rows).map(row -> row * interval.toMillis()).toArray();
        return new Readings(times, values, rowsPerDay);
    }

    private double[] values(int rows, double rowsPerDay, Random random) {
        double[] values = new double[rows];
        double before = 0;
        for (int row = 0; row < rows; row++) {
            before = next(random, row / rowsPerDay, before);
            values[row] = before;
        }
        return values;
    }
}
