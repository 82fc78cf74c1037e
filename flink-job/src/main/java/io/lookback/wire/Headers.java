package io.lookback.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Names of the Kafka headers that a job writes. */
public final class Headers {

    /** The id of a score or an alert: the same for every processing of the same records. */
    public static final String ID = "__lookback.id";

    /** Name and version of the Avro schema whose fields a value carries: {@code ScoreRecord/1}. */
    public static final String SCHEMA = "__lookback.schema";

    /** What every header of a dead letter's cause begins with. */
    public static final String ERRORS = "__lookback.errors.";

    /** What a score or alert lacks that would have been larger than its topic takes. */
    public static final String TRUNCATED = "__lookback.truncated";

    private Headers() {}

    static Header text(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
