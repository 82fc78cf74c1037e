package io.lookback.job;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where state lives and when it is saved.
 *
 * @param checkpoints directory with its scheme; empty for the cluster's setting
 */
public record StateSpec(Backend backend, Optional<String> checkpoints, Duration interval) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/");

    public StateSpec {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "state.interval is %s: give %s or more",
                    EnumNames.show(interval),
                    EnumNames.show(SHORTEST)));
        }
        checkpoints.ifPresent(StateSpec::requireScheme);
    }

    /** Flink refuses a path without one when it starts the job. */
    private static void requireScheme(String directory) {
        if (!SCHEME.matcher(directory).lookingAt()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "state.checkpoints is '%s': begin with the scheme of a file system, as file:///mnt/shared/lookback and s3://bucket/lookback do",
                    directory));
        }
    }

    /** Flink's names for them. */
    public enum Backend {
        HASHMAP,
        ROCKSDB
    }
}
