package io.lookback.job;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a job runs.
 *
 * @param parallelism of every operator; empty for Flink's own setting
 */
public record RuntimeSpec(String name, OptionalInt parallelism, int maxParallelism, Restart restart) {

    /** Flink's own limit. */
    public static final int MOST_PARALLELISM = 1 << 15;

    public RuntimeSpec {
        if (maxParallelism < 1 || maxParallelism > MOST_PARALLELISM) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "max-parallelism is %d: give 1 to %d", maxParallelism, MOST_PARALLELISM));
        }
        if (parallelism.isPresent() && (parallelism.getAsInt() < 1 || parallelism.getAsInt() > maxParallelism)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "parallelism is %d: give 1 to max-parallelism, which is %d",
                    parallelism.getAsInt(),
                    maxParallelism));
        }
    }

    /** What becomes of a job that fails. */
    public enum Restart {
        /** {@link #NONE} for a job with an end, {@link #BACKOFF} otherwise. */
        AUTO,
        NONE,
        BACKOFF
    }
}
