package io.lookback.benchmark.endtoend;

/**
 * What a job keeps, divided by its series.
 *
 * @param heap bytes that an idle job of the same kind does not keep
 * @param direct bytes of direct buffers that an idle job does not keep
 * @param checkpoint bytes of state in a full checkpoint
 * @param checkpointMillis that checkpoint's duration, taken under full load
 */
record Footprint(double heap, double direct, double checkpoint, long checkpointMillis) {

    /** @param idle a job of the same kind that has no record yet */
    static Footprint of(RunningJob job, Heap idle, long series) throws Exception {
        RunningJob.Checkpoint checkpoint = job.checkpoint();
        Heap busy = Heap.afterCollection();
        return new Footprint(
                (double) (busy.bytes() - idle.bytes()) / series,
                (double) (busy.direct() - idle.direct()) / series,
                (double) checkpoint.bytes() / series,
                checkpoint.millis());
    }
}
