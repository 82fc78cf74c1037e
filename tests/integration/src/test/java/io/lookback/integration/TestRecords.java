package io.lookback.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records of a dozen noisy waves with jumps, and some that are cut off.
 *
 * @param values of the records, in the order in which they are sent
 * @param partitions over which they are spread
 */
record TestRecords(List<byte[]> values, int partitions) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POISON_EVERY = 97;
    private static final int SERIES = 12;

    static TestRecords of(int count) {
        Random random = new Random(11);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int series = i % SERIES;
            long time = 1_700_000_000_000L + 60_000L * (i / SERIES);
            double value = 20 * Math.sin(i / 300.0 + series) + random.nextGaussian() + (i % 401 == 0 ? 90 : 0);
            String text = json(Map.of("series", "series-" + series, "time", time, "values", Map.of("value", value)));
            boolean poison = i % POISON_EVERY == POISON_EVERY - 1;
            String cut = "{\"series\":\"s-" + i + "\",\"values\":";
            records.add((poison ? cut : text).getBytes(StandardCharsets.UTF_8));
        }
        return new TestRecords(records, JobTopics.PARTITIONS);
    }

    private static String json(Map<String, Object> record) {
        try {
            return JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return values.size();
    }

    /** How many of them can be scored. */
    int valid() {
        return (int) values.stream().filter(TestRecords::isWhole).count();
    }

    /** A part of the records; the limits are shares of all. */
    TestRecords part(double from, double to) {
        return new TestRecords(values.subList((int) (from * size()), (int) (to * size())), partitions);
    }

    /** Over one partition more; the series of that one come in the second half. */
    TestRecords withOneMorePartition() throws IOException {
        TestRecords wider = new TestRecords(values, partitions + 1);
        List<byte[]> first = new ArrayList<>();
        List<byte[]> second = new ArrayList<>();
        for (byte[] value : values) {
            boolean later = wider.partition(value) == partitions || first.size() + second.size() > size() / 2;
            (later ? second : first).add(value);
        }
        first.addAll(second);
        return new TestRecords(first, partitions + 1);
    }

    void sendTo(JobTopics topics) throws Exception {
        sendTo(topics, Duration.ZERO);
    }

    /** Sends evenly for that long; fails if one record was not acknowledged. */
    void sendTo(JobTopics topics, Duration spread) throws Exception {
        sendTo(topics, spread, (number, value) -> value);
    }

    /** Writes a whole record in another way. */
    interface Wire {

        /** @param number of the record, from zero */
        byte[] bytes(int number, byte[] json) throws IOException;
    }

    /** Likewise, in another format. */
    void sendTo(JobTopics topics, Duration spread, Wire wire) throws Exception {
        Map<String, Object> settings = new HashMap<>(topics.client());
        settings.putAll(Map.of("bootstrap.servers", topics.bootstrap(), "linger.ms", 5));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            long begin = System.nanoTime();
            for (byte[] value : values) {
                long due = begin + spread.toNanos() * sent.size() / size();
                if (due > System.nanoTime()) {
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
                byte[] bytes = isWhole(value) ? wire.bytes(sent.size(), value) : value;
                sent.add(producer.send(new ProducerRecord<>(topics.input(), partition(value), null, bytes)));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** A series stays in its partition, so its order does. */
    private int partition(byte[] record) throws IOException {
        if (!isWhole(record)) {
            return 0;
        }
        return Math.floorMod(JSON.readTree(record).get("series").asText().hashCode(), partitions);
    }

    private static boolean isWhole(byte[] record) {
        return record[record.length - 1] == '}';
    }
}
