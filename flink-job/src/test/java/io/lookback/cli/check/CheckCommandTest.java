package io.lookback.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class CheckCommandTest {

    private static final long TIME = 1_764_300_000L;

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void showsWhatAMappingMakesOfATopicAndWhyRecordsAreRejected() throws Exception {
        create("mapped", 2);
        for (int i = 0; i < 30; i++) {
            send("mapped", i % 2, "{\"host\": \"h%d\", \"ts\": %d, \"cpu\": %d}".formatted(i % 3, TIME + 60L * i, i));
        }
        send("mapped", 0, "{\"host\": \"h0\", \"ts\": %d, \"cpu\": 1}".formatted(TIME));
        send("mapped", 0, "{\"host\": \"h0\", \"ts\": %d, \"cpu\": \"hot\"}".formatted(TIME));

        Ran ran =
                run("--topic=mapped", "--set=input.series=host", "--set=input.time.field=ts", "--set=input.values=cpu");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("32 records of [mapped], 2 partitions")
                .contains("Observations  31")
                .contains("3: h0 (11), h1 (10), h2 (10)")
                .contains("3 of them in several partitions")
                .contains("2025-11-28T03:20:00Z to 2025-11-28T03:49:00Z (numbers read as epoch-s, by their magnitude)")
                .contains("out of order, by at most")
                .containsPattern("cpu +0.0000 +14.000 +29.000 +0 %  [▁▂▃▄▅▆▇█]+")
                .contains("1 of 32 records: 1 UNUSABLE")
                .contains("Field 'cpu' carries the text 'hot', not a number");
    }

    @Test
    void proposesAMappingForRecordsWithManyPointsAndWritesIt() throws Exception {
        create("batches", 1);
        for (int i = 0; i < 20; i++) {
            send(
                    "batches",
                    0,
                    ("{\"metrics\": [{\"name\": \"cpu\", \"tags\": {\"host\": \"a\"}, \"timestamp\": %d,"
                                    + " \"fields\": {\"idle\": %d, \"user\": 3}},"
                                    + "{\"name\": \"cpu\", \"tags\": {\"host\": \"b\"}, \"timestamp\": %d,"
                                    + " \"fields\": {\"idle\": 7, \"user\": %d}}]}")
                            .formatted(TIME + i, i % 5, TIME + i, i % 7));
        }
        Path file = folder.resolve("proposed.yaml");

        Ran ran = run("--topic=batches", "--write=" + file);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(file))
                .contains("explode: [\"metrics[]\"]", "series: [name, tags]", "field: timestamp", "fields.*");
        assertThat(ran.out())
                .contains("Observations  40", "2: cpu/host=a (20), cpu/host=b (20)", "Rejected      0 of 20");
        assertThat(run("--topic=batches", "--write=" + file).err()).contains("exists: give --config");
        assertThat(run("--config=" + file).out()).contains("Observations  40");
    }

    @Test
    void proposesAMappingForInfluxLinesAndRowsOfCsv() throws Exception {
        create("lines", 1);
        create("rows", 1);
        for (int i = 0; i < 20; i++) {
            send("lines", 0, "cpu,host=a idle=%d,user=3 %d".formatted(i, (TIME + i) * 1_000_000_000L));
            send("rows", 0, "%d;h%d;%d.5".formatted(TIME + i, i % 2, i));
        }

        Ran lines = run("--topic=lines", "--write=" + folder.resolve("lines.yaml"));
        Ran rows = run("--topic=rows", "--write=" + folder.resolve("rows.yaml"));

        assertThat(lines.out()).contains("format: influx", "1: cpu/host=a (20)", "idle");
        assertThat(rows.err()).isEmpty();
        assertThat(rows.out()).contains("columns: [column1, column2, column3]", "2: h0 (10), h1 (10)");
    }

    @Test
    void proposesAMappingForAvroOfAGivenSchema() throws Exception {
        create("binary", 1);
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .requiredString("host")
                .requiredLong("ts")
                .requiredDouble("cpu")
                .endRecord();
        Path avsc = Files.writeString(folder.resolve("r.avsc"), schema.toString());
        for (int i = 0; i < 20; i++) {
            GenericRecord record = new GenericData.Record(schema);
            record.put("host", "h" + i % 2);
            record.put("ts", (TIME + i) * 1000);
            record.put("cpu", i / 2.0);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
            send("binary", 0, bytes.toByteArray());
        }
        Path file = folder.resolve("binary.yaml");

        Ran ran = run("--topic=binary", "--set=input.format=avro", "--set=input.schema=" + avsc, "--write=" + file);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("series: [host]", "field: ts", "2: h0 (10), h1 (10)");
        assertThat(run("--config=" + file).out()).contains("Observations  20");
    }

    @Test
    void leavesNamesOutThatNoPathCanName() throws Exception {
        create("nameless", 1);
        for (int i = 0; i < 20; i++) {
            send(
                    "nameless",
                    0,
                    ("{\"host\": \"h%d\", \"ts\": %d, \"\": [{\"x\": 1}], \"values\": {\"\": 1, \"cpu\": %d}}")
                            .formatted(i % 2, TIME + i, i));
        }

        Ran ran = run("--topic=nameless", "--write=" + folder.resolve("nameless.yaml"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("values: [values.cpu]", "2: h0 (10), h1 (10)", "Observations  20");
    }

    @Test
    void proposesNoNameThatItsFileCannotHold() throws Exception {
        create("bells", 1);
        for (int i = 0; i < 20; i++) {
            send("bells", 0, "{\"host\": \"h\", \"ts\": %d, \"c\\u0007pu\": %d}".formatted(TIME + i, i));
        }
        Path file = folder.resolve("bells.yaml");

        Ran ran = run("--topic=bells", "--write=" + file);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("values: all-numbers", "c\\u0007pu");
        assertThat(file).content().contains("all-numbers").doesNotContain("pu:");
    }

    @Test
    void readsFewerRecordsWhereTheyAreTooLargeForTheMemory() throws Exception {
        create("bulky", 1);
        int size = 900_000;
        int fit = (int) (Runtime.getRuntime().maxMemory() / 32 / (size + 310));
        for (int i = 0; i < fit + 3; i++) {
            String text = "{\"host\": \"h\", \"ts\": %d, \"cpu\": %d, \"text\": \"%s\"}";
            send("bulky", 0, text.formatted(TIME + i, i, "x".repeat(size)));
        }

        Ran ran =
                run("--topic=bulky", "--set=input.series=host", "--set=input.time.field=ts", "--set=input.values=cpu");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("3 more records were left out, the oldest: a sample may take ")
                .contains("Observations  " + fit);
    }

    @Test
    void failsWhereNothingCanBeUsed() throws Exception {
        create("unfit", 1);
        create("empty", 1);
        send("unfit", 0, "{\"host\": \"a\"}");

        assertThat(run("--topic=unfit", "--set=input.values=cpu").err())
                .contains("Nothing of the sample could be used: correct the settings under input.");
        assertThat(run("--topic=empty").err()).contains("Topics [empty] hold no records yet");
    }

    private static void create(String topic, int partitions) {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(topic, partitions));
        }
    }

    private static void send(String topic, int partition, String value) throws Exception {
        send(topic, partition, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(String topic, int partition, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
        }
    }

    private static Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("check", "--kafka.bootstrap.servers=" + broker.bootstrap()));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private record Ran(int code, String out, String err) {}
}
