package io.lookback.benchmark.endtoend;

/**
 * What a job keeps that waits for records, divided by its series.
 *
 * @param heap bytes that it did not keep before its first record, or before its start where its series have lived; the few
 *     MB of Kafka's clients count as well
 * @param direct bytes of direct buffers that it did not keep then
 * @param checkpoint bytes of state in a full checkpoint
 * @param checkpointMillis that checkpoint's duration
 */
record Footprint(double heap, double direct, double checkpoint, long checkpointMillis) {

    /** @param empty of the same job before its first record */
    static Footprint of(RunningJob job, Heap empty, long series) throws Exception {
        RunningJob.Checkpoint checkpoint = job.checkpoint();
        Heap full = Heap.afterCollection();
        return new Footprint(
                (double) (full.bytes() - empty.bytes()) / series,
                (double) (full.direct() - empty.direct()) / series,
                (double) checkpoint.bytes() / series,
                checkpoint.millis());
    }
}
