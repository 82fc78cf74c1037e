package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.topic.TopicReader;
import io.lookback.integration.cluster.RegistryProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job whose records name their schemas, beside a real registry whose schemas change and that goes away. */
@Timeout(1_800)
class RegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int SERIES = 3;
    private static final int BATCH = 60;

    /** Fields come, change their order and their width. */
    private static final List<String> VERSIONS = List.of("""
            {"type":"record","name":"Metric","fields":[
              {"name":"host","type":"string"},{"name":"ts","type":"long"},{"name":"load","type":"float"}]}""", """
            {"type":"record","name":"Metric","fields":[
              {"name":"host","type":"string"},{"name":"region","type":"string","default":""},
              {"name":"ts","type":"long"},{"name":"load","type":"double"}]}""", """
            {"type":"record","name":"Metric","fields":[
              {"name":"load","type":"double"},{"name":"host","type":"string"},{"name":"ts","type":"long"}]}""");

    @TempDir
    private Path directory;

    private int sent;

    @Test
    void followsNewSchemasAndOutlivesAnOutageOfTheRegistry() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RegistryProcess registry = RegistryProcess.start(directory.resolve("registry"))) {
            JobTopics topics = JobTopics.create(broker.bootstrap(), "registry");
            List<Integer> ids = register(registry, topics);
            try (JobProcess job = new JobProcess(directory.resolve("job"), settings(topics, registry))) {
                job.start(Optional.empty());

                send(topics, 0, ids);
                assertThat(scored(topics, BATCH, PATIENCE)).hasSize(BATCH);
                send(topics, 1, ids);
                assertThat(scored(topics, 2 * BATCH, PATIENCE)).hasSize(2 * BATCH);
                assertThat(schemaOfScores(topics)).isEqualTo(registry.newest(topics.output("scores") + "-value"));

                registry.kill();
                send(topics, 1, ids);
                assertThat(scored(topics, 3 * BATCH, PATIENCE))
                        .as("records of schemas that are known go on")
                        .hasSize(3 * BATCH);
                send(topics, 2, ids);
                assertThat(scored(topics, 4 * BATCH, PAUSE))
                        .as("records of a schema that nobody can tell wait")
                        .hasSize(3 * BATCH);

                registry.restart();
                assertThat(register(registry, topics)).isEqualTo(ids);
                assertThat(scored(topics, 4 * BATCH, PATIENCE)).hasSize(4 * BATCH);
            }
        }
    }

    private static List<String> settings(JobTopics topics, RegistryProcess registry) {
        List<String> settings = new ArrayList<>(topics.settings("at-least-once", "hashmap"));
        settings.removeIf(setting -> setting.contains(".format="));
        settings.addAll(List.of(
                "input.format=avro",
                "input.registry.url=" + registry.url(),
                "input.series=host",
                "input.time.field=ts",
                "input.values=load",
                "output.format=avro",
                "output.registry.url=" + registry.url()));
        return settings;
    }

    private static List<Integer> register(RegistryProcess registry, JobTopics topics) throws Exception {
        List<Integer> ids = new ArrayList<>();
        for (String version : VERSIONS) {
            ids.add(registry.register(topics.input() + "-value", version));
        }
        return ids;
    }

    private void send(JobTopics topics, int version, List<Integer> ids) throws Exception {
        Schema schema = new Schema.Parser().parse(VERSIONS.get(version));
        Map<String, Object> settings = Map.of("bootstrap.servers", topics.bootstrap());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < BATCH; i++, sent++) {
                byte[] value = framed(ids.get(version), schema, sent);
                producer.send(new ProducerRecord<>(topics.input(), sent % SERIES, null, value))
                        .get();
            }
        }
    }

    private static byte[] framed(int id, Schema schema, int number) throws IOException {
        GenericRecord metric = new GenericData.Record(schema);
        metric.put("host", "host-" + number % SERIES);
        metric.put("ts", 1_700_000_000_000L + 60_000L * number);
        boolean narrow = schema.getField("load").schema().getType() == Schema.Type.FLOAT;
        double load = Math.sin(number / 9.0);
        metric.put("load", narrow ? (Object) (float) load : (Object) load);
        if (schema.getField("region") != null) {
            metric.put("region", "north");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(metric, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Ids of the scores, once there are that many, or those that are there when patience is over. */
    private static Set<String> scored(JobTopics topics, int count, Duration patience) throws IOException {
        Set<String> ids = new HashSet<>();
        topics.read("scores", patience, score -> {
            ids.add(new String(score.headers().lastHeader("__lookback.id").value(), StandardCharsets.UTF_8));
            return ids.size() >= count;
        });
        return ids;
    }

    private static int schemaOfScores(JobTopics topics) {
        try (TopicReader reader =
                TopicReader.open(topics.bootstrap(), Map.of(), List.of(topics.output("scores")), true)) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> score : reader.poll(Duration.ofMillis(100))) {
                    ByteBuffer value = ByteBuffer.wrap(score.value());
                    assertThat(value.get()).isZero();
                    return value.getInt();
                }
            }
        }
    }
}
