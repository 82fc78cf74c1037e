package io.lookback.flow;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * When waiting steps run.
 *
 * @param size waiting steps at which a wave drains, and most rows that one cell call carries
 * @param deadline longest processing time that a step waits
 */
public record WaveSpec(int size, Duration deadline) implements Serializable {

    public static final WaveSpec DEFAULT = new WaveSpec(256, Duration.ofMillis(5));

    public WaveSpec {
        if (size < 1 || size > 65_536) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "wave.size is %d: give 1 to 65536", size));
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "wave.deadline is %s: give more than zero", deadline));
        }
    }
}
