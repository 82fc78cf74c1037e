package example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes readings of four pumps to topic {@code pumps}, in Avro with the framing of Confluent's serializers: a zero byte,
 * the id of the schema in the registry (4 bytes, big-endian), then the record. One pump loses pressure for a while.
 */
public final class SendReadings {

    private static final String TOPIC = "pumps";
    private static final int PUMPS = 4;
    private static final int READINGS = 1_200;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");

    private SendReadings() {}

    /** @param arguments address of a Kafka broker, {@code host:port}, and URL of the schema registry */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0]);
        createTopic(settings);

        Schema schema = schema();
        int id = register(arguments[1], schema);
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(READINGS));
        Random random = new Random(11);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < READINGS; number++) {
                for (int pump = 0; pump < PUMPS; pump++) {
                    GenericRecord reading = reading(schema, begin, number, pump, random);
                    producer.send(new ProducerRecord<>(TOPIC, "pump-" + pump, framed(id, reading)));
                }
            }
        }
        System.out.printf("Sent %d records to topic %s.%n", READINGS * PUMPS, TOPIC);
    }

    private static void createTopic(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }

    private static Schema schema() throws IOException {
        try (InputStream file = SendReadings.class.getResourceAsStream("/reading.avsc")) {
            return new Schema.Parser().parse(file);
        }
    }

    private static int register(String registry, Schema schema) throws Exception {
        String body = "{\"schema\":\"" + schema.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/subjects/" + TOPIC + "-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("The registry at " + registry + " answered: " + answer);
        }
        return Integer.parseInt(id.group(1));
    }

    private static GenericRecord reading(Schema schema, Instant begin, int number, int pump, Random random) {
        boolean leaking = pump == 2 && number >= 1_000 && number < 1_040;
        double speed = 50 + 5 * Math.sin(2 * Math.PI * number / 60 + pump) + 0.3 * random.nextGaussian();
        GenericRecord reading = new GenericData.Record(schema);
        reading.put("pump", "pump-" + pump);
        reading.put("time", begin.plus(Duration.ofMinutes(number)).toEpochMilli());
        reading.put("pressure", (leaking ? 0.6 : 1) * (2 + 0.04 * speed) + 0.02 * random.nextGaussian());
        reading.put("speed", speed);
        return reading;
    }

    private static byte[] framed(int id, GenericRecord reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(reading.getSchema()).write(reading, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
