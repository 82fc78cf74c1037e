package example;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes a day of metrics of three services to topic {@code services}. One service is slow for half an hour. */
public final class SendMetrics {

    private static final String TOPIC = "services";
    private static final List<String> SERVICES = List.of("cart", "checkout", "search");
    private static final int MINUTES = 24 * 60;

    private SendMetrics() {}

    /** @param arguments address of a Kafka broker, {@code host:port} */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0]);
        createTopic(settings);

        Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES));
        Random random = new Random(7);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int minute = 0; minute < MINUTES; minute++) {
                for (String service : SERVICES) {
                    String json = record(service, begin.plus(Duration.ofMinutes(minute)), minute, random);
                    // The key keeps the records of a service in one partition, and so in order.
                    producer.send(new ProducerRecord<>(TOPIC, service, json));
                }
            }
        }
        System.out.printf("Sent %d records to topic %s.%n", MINUTES * SERVICES.size(), TOPIC);
    }

    private static void createTopic(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }

    private static String record(String service, Instant at, int minute, Random random) {
        double load = 1 + 0.4 * Math.sin(2 * Math.PI * minute / 240) + 0.04 * random.nextGaussian();
        boolean slow = service.equals("checkout") && minute >= 1_200 && minute < 1_230;
        double latency = (slow ? 4 : 1) * (30 + 20 * load + 2 * random.nextGaussian());
        return String.format(
                Locale.ROOT,
                "{\"service\":\"%s\",\"at\":\"%s\",\"http\":{\"requests\":%.0f,\"latency_ms\":%.1f}}",
                service,
                at,
                1_000 * load,
                latency);
    }
}
