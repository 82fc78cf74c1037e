package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Readings;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Stationary series, in which every alarm is a false one. A row every five minutes. */
enum Noise {
    GAUSSIAN {
        @Override
        double next(Random random, long row, double before) {
            return random.nextGaussian();
        }
    },
    AR1 {
        @Override
        double next(Random random, long row, double before) {
            return 0.9 * before + random.nextGaussian();
        }
    },
    STUDENT_T3 {
        @Override
        double next(Random random, long row, double before) {
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
        double next(Random random, long row, double before) {
            return Math.exp(random.nextGaussian());
        }
    },
    POISSON_3 {
        @Override
        double next(Random random, long row, double before) {
            int count = -1;
            for (double product = 1; product > Math.exp(-3); count++) {
                product *= random.nextDouble();
            }
            return count;
        }
    },
    DAILY {
        @Override
        double next(Random random, long row, double before) {
            return 10 * Math.sin(2 * Math.PI * row / ROWS_PER_DAY) + random.nextGaussian();
        }
    };

    static final int ROWS_PER_DAY = 288;
    private static final long INTERVAL = 300_000;

    abstract double next(Random random, long row, double before);

    Readings readings(int rows, long seed) {
        Random random = new Random(31 * seed + ordinal());
        double[] values = new double[rows];
        double before = 0;
        for (int row = 0; row < rows; row++) {
            before = next(random, row, before);
            values[row] = before;
        }
        long[] times = LongStream.range(0, rows).map(row -> row * INTERVAL).toArray();
        return new Readings(times, List.of(values), ROWS_PER_DAY);
    }
}
