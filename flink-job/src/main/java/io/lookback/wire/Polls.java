package io.lookback.wire;

import java.util.HashMap;
import java.util.Map;
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

    private static final int PATIENCE_MS = 15_000;

    private Polls() {}

    /** Settings of a consumer outside a job: it reads what is committed, and changes nothing at the brokers. */
    public static Map<String, Object> reader() {
        return new HashMap<>(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                MOST_RECORDS,
                FEW,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MS));
    }
}
