package io.lookback.cli.choose;

import io.lookback.cli.skill.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;

/** Series of which is known what forecasts them best. */
final class Generated {

    private static final long START = 1_700_000_000_000L;
    private static final long STEP = 300_000;

    private Generated() {}

    /** A cycle drawn once, with noise. */
    static Track rhythm(int period, int length, long seed) {
        Random random = new Random(seed);
        double[] cycle = new double[period];
        for (int i = 1; i < period; i++) {
            cycle[i] = cycle[i - 1] + random.nextGaussian();
        }
        double drift = cycle[period - 1] / (period - 1);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            int at = i % period;
            values[i] = cycle[at] - drift * at + 0.15 * random.nextGaussian();
        }
        return track("rhythm", values);
    }

    static Track noise(int length, long seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return track("noise", values);
    }

    static Track walk(int length, long seed) {
        double[] values = noise(length, seed).values();
        for (int i = 1; i < length; i++) {
            values[i] += values[i - 1];
        }
        return track("walk", values);
    }

    static void write(Track track, Path folder) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < track.length(); i++) {
            text.append(String.format(Locale.ROOT, "%d,%.6f%n", track.times()[i], track.values()[i]));
        }
        Files.writeString(folder.resolve(track.name() + ".csv"), text);
    }

    private static Track track(String name, double[] values) {
        return new Track(
                name,
                LongStream.range(0, values.length).map(i -> START + i * STEP).toArray(),
                values);
    }
}
