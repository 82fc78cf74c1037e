package io.lookback.wire;

import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How many records a poll may bring. Kafka's limits count packed bytes, and by default a poll brings 500 records: if each
 * is a megabyte that packs well, half a gigabyte at once.
 */
public final class Polls {

    /** The setting of Kafka's consumer. */
    public static final String MOST_RECORDS = ConsumerConfig.MAX_POLL_RECORDS_CONFIG;

    /** For what is read beside the input of a job, where nobody waits for throughput. */
    public static final String FEW = "16";

    private Polls() {}
}
