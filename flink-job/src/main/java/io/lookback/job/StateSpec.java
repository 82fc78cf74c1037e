package io.lookback.job;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where state lives and when it is saved.
 *
 * @param checkpoints directory; empty for the cluster's setting
 */
public record StateSpec(Backend backend, Optional<String> checkpoints, Duration interval) {

    private static final Duration SHORTEST = Duration.ofMillis(10);

    public StateSpec {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "state.interval is %s: give %s or more",
                    EnumNames.show(interval),
                    EnumNames.show(SHORTEST)));
        }
    }

    /** Flink's names for them. */
    public enum Backend {
        HASHMAP,
        ROCKSDB
    }
}
