package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Generated series with rhythms of any period, in each of which one stretch is wrong in its place. Half of the series
 * have a rhythm that no calendar knows: that is what distinguishes a forecaster that looks back.
 */
final class Rhythm {

    private static final int ROWS = 4_500;
    private static final int EARLIEST = 2_500;
    private static final int DAY = 288;
    private static final long INTERVAL = Duration.ofMinutes(5).toMillis();
    private static final String[] FAULTS = {"spike", "stuck", "shift", "swap", "period", "variance", "skip"};
    private static final int OF_EACH = 8;

    private final Random random;

    private Rhythm(long seed) {
        this.random = new Random(seed);
    }

    /** Eight series of each of seven faults. */
    static List<Track> tracks(long seed) {
        Rhythm rhythm = new Rhythm(seed);
        long[] times = LongStream.range(0, ROWS).map(row -> row * INTERVAL).toArray();
        List<Track> tracks = new ArrayList<>();
        for (String fault : FAULTS) {
            for (int number = 0; number < OF_EACH; number++) {
                tracks.add(new Track(fault + number, times, rhythm.spoiled(fault)));
            }
        }
        return tracks;
    }

    private double[] spoiled(String fault) {
        double noise = 0.02 + 0.1 * random.nextDouble();
        double[] values = values(noise);
        int length = 40 + random.nextInt(60);
        int from = EARLIEST + random.nextInt(ROWS - EARLIEST - 2 * length);
        double sign = random.nextBoolean() ? 1 : -1;
        double[] before = values.clone();
        for (int i = 0; i < (fault.equals("spike") ? 3 : length); i++) {
            int row = from + i;
            values[row] = switch (fault) {
                case "spike" -> before[row] + sign * (0.5 + 4 * noise);
                case "stuck" -> before[from - 1];
                case "shift" -> before[row] + sign * (0.4 + 3 * noise);
                case "swap" -> before[from + length - 1 - i];
                case "period" -> before[from + 2 * (i % (length / 2))];
                case "variance" -> before[row] / 3;
                default -> before[row + 7];
            };
        }
        return values;
    }

    private double[] values(double noise) {
        double[] values = new double[ROWS];
        double[] cycle = switch (random.nextInt(4)) {
            case 0 -> wave(20 + random.nextInt(120));
            case 1 -> day();
            case 2 -> walk(60 + random.nextInt(140));
            default -> heartbeat(40 + random.nextInt(80));
        };
        for (int row = 0; row < ROWS; row++) {
            values[row] = cycle[row % cycle.length] + noise * random.nextGaussian();
        }
        return values;
    }

    private double[] wave(int period) {
        double overtone = random.nextDouble();
        double phase = 6 * random.nextDouble();
        double[] cycle = new double[period];
        for (int i = 0; i < period; i++) {
            double angle = 2 * Math.PI * i / period;
            cycle[i] = Math.sin(angle) + 0.5 * overtone * Math.sin(2 * angle + phase);
        }
        return cycle;
    }

    private double[] day() {
        double[] cycle = new double[DAY];
        for (int harmonic = 1; harmonic <= 4; harmonic++) {
            double phase = random.nextDouble();
            for (int i = 0; i < DAY; i++) {
                cycle[i] += Math.sin(2 * Math.PI * (harmonic * (double) i / DAY + phase)) / harmonic;
            }
        }
        return cycle;
    }

    /** A random walk that ends where it began, of unit variance. */
    private double[] walk(int period) {
        double[] cycle = new double[period];
        for (int i = 1; i < period; i++) {
            cycle[i] = cycle[i - 1] + random.nextGaussian();
        }
        double drift = cycle[period - 1] / (period - 1);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < period; i++) {
            cycle[i] -= drift * i;
            sum += cycle[i];
            squares += cycle[i] * cycle[i];
        }
        double deviation = Math.sqrt(squares / period - (sum / period) * (sum / period));
        for (int i = 0; i < period; i++) {
            cycle[i] /= deviation;
        }
        return cycle;
    }

    private static double[] heartbeat(int period) {
        double[] cycle = new double[period];
        for (int i = 0; i < period; i++) {
            double x = (double) i / period;
            cycle[i] = 2 * (1.5 * bump(x, 0.3, 0.02) - 0.4 * bump(x, 0.36, 0.03) + 0.3 * bump(x, 0.6, 0.08));
        }
        return cycle;
    }

    private static double bump(double x, double center, double width) {
        double z = (x - center) / width;
        return Math.exp(-z * z);
    }
}
