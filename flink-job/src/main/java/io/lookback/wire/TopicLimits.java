package io.lookback.wire;

import java.io.Serializable;
import java.time.Duration;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;

/**
 * What a topic takes. A record that its broker or the producer refuses stops the job, and does so again after each
 * restart: so everything that leaves is made to fit first.
 *
 * @param maxBytes of a record with its key and headers: the smallest of {@code max.message.bytes} of the topic and
 *     {@code max.request.size} and {@code buffer.memory} of the producer
 * @param before how far behind the broker's clock a record's Kafka timestamp may lie
 * @param after how far ahead of it
 */
public record TopicLimits(int maxBytes, Duration before, Duration after) implements Serializable {

    /** The least that a topic has to take: a dead letter's cause needs so much. */
    public static final int LEAST_BYTES = 8 << 10;

    public static final Duration UNLIMITED = Duration.ofMillis(Long.MAX_VALUE);

    /** What Kafka's producer and brokers take unless they are told otherwise. */
    public static final TopicLimits USUAL = new TopicLimits(1 << 20, UNLIMITED, Duration.ofHours(1));

    /** For clocks that differ, and for the time that a record waits in the producer. */
    private static final long MARGIN_MS = 120_000;

    /** The size that the producer, and with it the broker, holds against the limits: never less than it is sent. */
    static int size(byte[] key, byte[] value, Header[] headers) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, key, value, headers);
    }

    /**
     * The nearest timestamp that the broker takes.
     *
     * @param time event-time ms
     * @param now of this machine's clock
     */
    long timestamp(long time, long now) {
        long room = margin(after);
        long latest = room > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + room;
        long span = margin(before);
        long earliest = span > now ? 0 : now - span;
        return Math.max(earliest, Math.min(latest, time));
    }

    /** A part of a short limit, all but two minutes of a long one. */
    private static long margin(Duration limit) {
        long ms = limit.toMillis();
        return ms - Math.min(ms / 2, MARGIN_MS);
    }
}
