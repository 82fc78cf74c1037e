package io.lookback.testkit;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** One thing that happens to an operator. */
public interface Item<I> {

    void play(OneInputStreamOperatorTestHarness<I, ?> harness) throws Exception;

    static <I> Item<I> record(I value, long timestamp) {
        return harness -> harness.processElement(new StreamRecord<>(value, timestamp));
    }

    static <I> Item<I> watermark(long timestamp) {
        return harness -> harness.processWatermark(new Watermark(timestamp));
    }

    /** Sets the processing-time clock, which fires the timers up to it. */
    static <I> Item<I> clock(long millis) {
        return harness -> harness.setProcessingTime(millis);
    }
}
