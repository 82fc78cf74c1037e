package io.lookback.benchmark;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Lets nothing pass, and counts the nanoseconds from one record to another into the job's result. */
public final class Stopwatch<T> extends RichFilterFunction<T> {

    public static final String NANOS = "nanos";

    private static final long serialVersionUID = 1L;

    private final long from;
    private final long to;
    private final LongCounter nanos = new LongCounter();

    private long seen;
    private long begin;

    public Stopwatch(long from, long to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(NANOS, nanos);
    }

    @Override
    public boolean filter(T value) {
        seen++;
        if (seen == from) {
            begin = System.nanoTime();
        } else if (seen == to) {
            nanos.add(System.nanoTime() - begin);
        }
        return false;
    }
}
