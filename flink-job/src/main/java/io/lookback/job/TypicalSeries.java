package io.lookback.job;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** A series of noisy daily waves, a record a minute, with a jump about every three days. */
public final class TypicalSeries {

    private static final String NAME = "host-0123/metric";
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final double DAY = 24.0 * 60;
    private static final int JUMP_EVERY = 5_003;

    private final Features features;
    private final Random random = new Random(7);

    private long index;

    public TypicalSeries(int features) {
        this.features = new Features(IntStream.range(0, features)
                .mapToObj(feature -> "value-" + feature)
                .toList());
    }

    /**
     * Says of how many values a series is that stands for those of a job.
     *
     * @param values of each record, as far as the job's settings tell
     */
    public static String size(OptionalInt values) {
        int features = values.orElse(1);
        String size = features == 1 ? "one value" : String.format(Locale.ROOT, "%,d values", features);
        return values.isPresent() ? size : size + " (the settings do not name them one by one; more need more)";
    }

    public Observation next() {
        double[] values = new double[features.size()];
        for (int feature = 0; feature < values.length; feature++) {
            double jump = random.nextInt(JUMP_EVERY) == 0 ? 30 : 0;
            values[feature] = 10 * Math.sin(2 * Math.PI * index / DAY + feature) + random.nextGaussian() + jump;
        }
        Observation next = new Observation(
                NAME,
                START + index * MINUTE,
                features,
                Values.of(values),
                new Origin("typical", 0, index),
                Payload.NONE);
        index++;
        return next;
    }
}
