package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import io.lookback.cli.evaluate.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Series with one stretch that is wrong where it is, though its values are usual ones. A row a minute. */
enum Context {
    /** Half a step up or down, for a few rows. */
    SPIKE {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            double height = (random.nextBoolean() ? 1 : -1) * (0.8 + 6 * noise);
            for (int row = from; row < from + 3; row++) {
                values[row] += height;
            }
        }
    },
    STUCK {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            for (int row = from; row < from + length; row++) {
                values[row] = values[from - 1];
            }
        }
    },
    LEVEL_SHIFT {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            double height = (random.nextBoolean() ? 1 : -1) * (0.6 + 4 * noise);
            for (int row = from; row < from + length; row++) {
                values[row] += height;
            }
        }
    },
    /** The stretch runs backwards. */
    TIME_SWAP {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            for (int i = 0; i < length / 2; i++) {
                double swapped = values[from + i];
                values[from + i] = values[from + length - 1 - i];
                values[from + length - 1 - i] = swapped;
            }
        }
    },
    /** Everything happens at twice the speed. */
    PERIOD {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            for (int i = 0; i < length / 2; i++) {
                values[from + i] = values[from + 2 * i];
            }
            for (int i = length / 2; i < length; i++) {
                values[from + i] = values[from + i - length / 2];
            }
        }
    },
    /** The movements are a third as large. */
    VARIANCE {
        @Override
        void spoil(double[] values, int from, int length, Random random, double noise) {
            double mean = 0;
            for (int row = from; row < from + length; row++) {
                mean += values[row] / length;
            }
            for (int row = from; row < from + length; row++) {
                values[row] = mean + (values[row] - mean) / 3;
            }
        }
    };

    /** 5 false alarms in 10,000 records, each record by itself. */
    static final Terms TERMS = new Terms(20, 5 * 1440 / 10_000.0, 1);

    private static final int ROWS = 6_000;
    private static final int EARLIEST = 3_000;
    private static final int ROWS_PER_DAY = 1440;
    private static final long INTERVAL = 60_000;
    /** The record with which the values go back to what they were is part of the anomaly. */
    private static final int BACK = 1;

    /** Series of all sorts, predictable ones first. */
    static List<Trial> trials(int ofEach) {
        return Stream.of(true, false)
                .flatMap(predictable -> Arrays.stream(values())
                        .flatMap(
                                sort -> IntStream.range(0, ofEach).mapToObj(number -> sort.trial(predictable, number))))
                .toList();
    }

    abstract void spoil(double[] values, int from, int length, Random random, double noise);

    /** @param predictable a clear rhythm with little noise; otherwise a sluggish noise with a weak one */
    Trial trial(boolean predictable, int number) {
        Random random = new Random(1_009L * number + 17L * ordinal() + (predictable ? 1 : 0));
        double noise = predictable ? 0.02 + 0.08 * random.nextDouble() : 0.3 + 0.3 * random.nextDouble();
        double[] values = values(predictable, random, noise);
        int length = 40 + random.nextInt(60);
        int from = EARLIEST + random.nextInt(ROWS - EARLIEST - 2 * length);
        spoil(values, from, length, random, noise);
        long[] times = LongStream.range(0, ROWS).map(row -> row * INTERVAL).toArray();
        Readings readings = new Readings(times, List.of(values), ROWS_PER_DAY);
        int last = this == SPIKE ? from + 2 : from + length - 1;
        return Trial.of(name() + number, readings, List.of(new Span(from, last + BACK)));
    }

    private static double[] values(boolean predictable, Random random, double noise) {
        int period = 20 + random.nextInt(120);
        double overtone = random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        double[] values = new double[ROWS];
        double slow = 0;
        for (int row = 0; row < ROWS; row++) {
            double angle = 2 * Math.PI * row / period;
            double rhythm = Math.sin(angle) + 0.5 * overtone * Math.sin(2 * angle + phase);
            slow = 0.95 * slow + noise * random.nextGaussian();
            values[row] = predictable ? rhythm + noise * random.nextGaussian() : 0.3 * rhythm + slow;
        }
        return values;
    }
}
