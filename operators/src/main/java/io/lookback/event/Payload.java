package io.lookback.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source record's original bytes. They travel beside what was decoded from them, so that a record that turns out to
 * be unusable later (late, of the wrong shape) reaches the dead letters as it came.
 *
 * @param timestamp Kafka's own timestamp of the record, ms since the epoch
 */
public record Payload(@Nullable Bytes key, @Nullable Bytes value, List<Header> headers, long timestamp) {

    /** For sources that keep no bytes, such as files. */
    public static final Payload NONE = new Payload(null, null, List.of(), 0);

    public Payload {
        headers = List.copyOf(headers);
    }

    /** A Kafka record header. */
    public record Header(String name, @Nullable Bytes value) {}
}
