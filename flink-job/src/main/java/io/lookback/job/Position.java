package io.lookback.job;

import java.time.Instant;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Where a job begins to read, or ends. */
public sealed interface Position {

    OffsetsInitializer offsets();

    /** Where the consumer group stopped; at the earliest record if it never started. */
    record Group() implements Position {
        @Override
        public OffsetsInitializer offsets() {
            return new GroupOffsets();
        }
    }

    /** At the oldest record that the topic still has. */
    record Earliest() implements Position {
        @Override
        public OffsetsInitializer offsets() {
            return OffsetsInitializer.earliest();
        }
    }

    /** Behind the newest record that the topic has when the job starts. */
    record Latest() implements Position {
        @Override
        public OffsetsInitializer offsets() {
            return OffsetsInitializer.latest();
        }
    }

    /** At the first record whose Kafka timestamp is this or later. */
    record At(Instant instant) implements Position {
        @Override
        public OffsetsInitializer offsets() {
            return OffsetsInitializer.timestamp(instant.toEpochMilli());
        }
    }
}
