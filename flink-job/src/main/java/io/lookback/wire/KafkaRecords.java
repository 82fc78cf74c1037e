package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What a record of Kafka carries, as the domain names it. */
final class KafkaRecords {

    private KafkaRecords() {}

    /** Whether the series is in order is known once the record is decoded. */
    static Origin origin(ConsumerRecord<byte[], byte[]> record) {
        return new Origin(record.topic(), record.partition(), record.offset(), false);
    }

    static Payload payload(ConsumerRecord<byte[], byte[]> record) {
        return new Payload(
                Bytes.wrapNullable(record.key()),
                Bytes.wrapNullable(record.value()),
                headers(record),
                record.timestamp());
    }

    private static List<Payload.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        Header[] headers = record.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<Payload.Header> copies = new ArrayList<>(headers.length);
        for (Header header : headers) {
            copies.add(new Payload.Header(header.key(), Bytes.wrapNullable(header.value())));
        }
        return copies;
    }
}
