package io.lookback.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LatestRecordsTest {

    private final LatestRecords latest = new LatestRecords(10_000);

    @Test
    void theOldestOfTheLargestPartitionGiveWay() {
        latest.add(record(1, 0, 100));
        for (int offset = 0; offset < 20; offset++) {
            latest.add(record(0, offset, 2_000));
        }
        latest.add(record(1, 1, 100));

        assertThat(latest.records())
                .extracting(each -> each.partition() + "@" + each.offset())
                .containsExactly("0@16", "0@17", "0@18", "0@19", "1@0", "1@1");
        assertThat(latest.leftOut()).isEqualTo(16);
    }

    @Test
    void theLatestIsKeptWhateverItsSize() {
        latest.add(record(0, 0, 100));
        latest.add(record(0, 1, 20_000));

        assertThat(latest.records()).extracting(ConsumerRecord::offset).containsExactly(1L);
        assertThat(latest.leftOut()).isOne();
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, int bytes) {
        return new ConsumerRecord<>(
                "in",
                partition,
                offset,
                0,
                TimestampType.CREATE_TIME,
                -1,
                bytes,
                null,
                new byte[bytes],
                new RecordHeaders(),
                Optional.empty());
    }
}
