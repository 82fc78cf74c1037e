package io.lookback.cli.choose;

import io.lookback.cli.estimate.SeriesSize;
import io.lookback.job.JobConfig;
import io.lookback.job.StateSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a machine gives to a job.
 *
 * @param recordsPerSecond that come; empty if any number will do
 * @param memory bytes for state; empty if any number will do
 * @param heap whether state is on the heap, not on disk
 * @param cache most native bytes of a cell's rows in one subtask
 */
record Budget(OptionalDouble recordsPerSecond, long series, OptionalLong memory, int cores, boolean heap, long cache) {

    /** Of the cores: the rest is for Kafka, checkpoints and to catch up after a restart. */
    static final double BUSY = 0.7;

    /** Up to which a machine counts as a small one. */
    static final long SMALL = 512L << 20;

    /** State on the heap wants as much again for garbage. */
    private static final double GARBAGE = 2;

    static Budget of(JobConfig job, OptionalDouble recordsPerSecond, long series, OptionalLong memory, int cores) {
        return new Budget(
                recordsPerSecond,
                series,
                memory,
                cores,
                job.state().backend() == StateSpec.Backend.HASHMAP,
                job.flow().history().cacheBytes());
    }

    /** Memory for all series, bytes. */
    long memory(Cost cost) {
        SeriesSize size = cost.size();
        long share = (series + cores - 1) / cores;
        long rows = size.caches().stream()
                .mapToLong(bytes -> cores * Math.min(share * bytes, cache))
                .sum();
        return rows + (heap ? (long) (GARBAGE * series * size.heap()) : 0);
    }

    /** Records a second that all cores take, some of their time left. */
    double capacity(Cost cost) {
        return BUSY * cores * 1e6 / cost.micros();
    }

    /** Why a candidate is out of the question; empty if it is not. */
    Optional<String> excludes(Cost cost) {
        if (memory.isPresent() && memory(cost) > memory.getAsLong()) {
            return Optional.of(String.format(Locale.ROOT, "needs %,.0f MB for %,d series", memory(cost) / 1e6, series));
        }
        if (recordsPerSecond.isPresent() && capacity(cost) < recordsPerSecond.getAsDouble()) {
            return Optional.of(String.format(
                    Locale.ROOT, "takes %,.0f records/s on %d core%s", capacity(cost), cores, cores == 1 ? "" : "s"));
        }
        return Optional.empty();
    }

    /** Whether the machine is a small one. */
    boolean small() {
        return memory.isPresent() && memory.getAsLong() <= SMALL;
    }

    /** As a person reads it. */
    String text() {
        List<String> parts = List.of(
                recordsPerSecond.isPresent()
                        ? String.format(Locale.ROOT, "%,.0f records/s", recordsPerSecond.getAsDouble())
                        : "any rate",
                String.format(Locale.ROOT, "%,d series", series),
                String.format(Locale.ROOT, "%d core%s", cores, cores == 1 ? "" : "s"),
                memory.isPresent() ? String.format(Locale.ROOT, "%,.0f MB", memory.getAsLong() / 1e6) : "any memory");
        return String.join(", ", parts);
    }
}
