package io.lookback.cli.estimate;

import io.lookback.flow.SeriesLife;
import io.lookback.job.JobConfig;
import io.lookback.job.StateSpec;
import io.lookback.job.TypicalSeries;
import java.util.Locale;
import java.util.Optional;

/** Whether as many series as a job may keep fit into the heap of this process, which runs all of it. */
public final class HeapFit {

    /** By then a series is nearly as large as it ever is, but for long histories. */
    private static final int RECORDS = 1_000;

    /** Of the heap: the rest is for garbage, for Flink and for Kafka's clients. */
    private static final double SHARE = 0.5;

    /** A series on the heap by its bytes in a checkpoint. */
    private static final double OBJECTS = 1.3;

    private static final long LEAST_SHOWN = 1_000;

    private HeapFit() {}

    /**
     * Says what to do if they do not fit.
     *
     * @param heap most bytes of this process, such as {@link Runtime#maxMemory}
     */
    public static Optional<String> warning(JobConfig job, long heap) {
        if (job.state().backend() != StateSpec.Backend.HASHMAP) {
            return Optional.empty();
        }
        long most = job.flow().retention().maxSeries();
        long bytes = bytes(job);
        long fitting = (long) (SHARE * heap / bytes);
        return most <= fitting
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Warning: state.max-series is %,d, and a heap of %,d MB holds about %,d series of this job, %,d bytes each with %s. "
                                + "With more series, the process runs out of memory and ends. Set state.max-series to what fits, give more heap (LOOKBACK_JAVA_OPTS=-Xmx16g), or set state.backend: rocksdb.",
                        most,
                        heap >> 20,
                        rounded(fitting),
                        bytes,
                        TypicalSeries.size(job.features())));
    }

    private static long bytes(JobConfig job) {
        TypicalSeries records = new TypicalSeries(job.features().orElse(1));
        try (SeriesLife life = new SeriesLife(job.flow())) {
            for (int record = 0; record < RECORDS; record++) {
                life.live(records.next());
            }
            return (long) (OBJECTS * life.checkpointBytes());
        }
    }

    /** To two digits: it is an estimate. */
    private static long rounded(long series) {
        long unit = 1;
        while (series / unit >= 100 && series >= LEAST_SHOWN) {
            unit *= 10;
        }
        return series / unit * unit;
    }
}
