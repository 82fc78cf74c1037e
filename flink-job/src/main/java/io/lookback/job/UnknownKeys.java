package io.lookback.job;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Says what is wrong with a key that no setting has, or with a list given to one that takes a single value. */
final class UnknownKeys {

    private static final String KAFKA = "kafka.";
    private static final String LIST = "list";
    private static final int TYPING_ERROR = 2;

    /** Properties of Kafka's clients that the job sets itself, and the setting to use in their place. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("bootstrap.servers", Key.KAFKA_BOOTSTRAP.key()),
            Map.entry("group.id", Key.INPUT_GROUP.key()),
            Map.entry("auto.offset.reset", Key.INPUT_OUT_OF_RANGE.key()),
            Map.entry("transactional.id", Key.DELIVERY_PREFIX.key()),
            Map.entry("transaction.timeout.ms", Key.DELIVERY_TIMEOUT.key()),
            Map.entry("enable.auto.commit", Key.STATE_INTERVAL.key()),
            Map.entry("key.deserializer", Key.INPUT_FORMAT.key()),
            Map.entry("value.deserializer", Key.INPUT_FORMAT.key()),
            Map.entry("key.serializer", Key.OUTPUT_FORMAT.key()),
            Map.entry("value.serializer", Key.OUTPUT_FORMAT.key()));

    private UnknownKeys() {}

    /** A problem, or empty for a key that the job or Kafka's clients know. */
    static Optional<String> problem(Setting setting) {
        String key = setting.key();
        if (Key.find(key).isPresent() || CellSettings.isKey(key) || Key.namesValue(key)) {
            return severalValues(setting);
        }
        return key.startsWith(KAFKA)
                ? kafkaProblem(setting, key.substring(KAFKA.length()))
                : Optional.of(
                        String.format(Locale.ROOT, "%s: unknown setting '%s'. %s", setting.source(), key, advice(key)));
    }

    /** Joined by commas, they would be read as one text. */
    private static Optional<String> severalValues(Setting setting) {
        boolean list = Key.find(setting.key()).map(Key::type).orElse("").startsWith(LIST);
        return list || setting.values().size() == 1
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s: give one value and not a list", setting));
    }

    /** Names that Kafka's clients do not know may belong to a plug-in of theirs; a slip of the pen is none. */
    private static Optional<String> kafkaProblem(Setting setting, String property) {
        if (OWNED.containsKey(property)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s: '%s' is set by the job itself. Use '%s'",
                    setting.source(),
                    setting.key(),
                    OWNED.get(property)));
        }
        TreeSet<String> known = clientProperties();
        if (known.contains(property)) {
            return Optional.empty();
        }
        String nearest = nearest(property, known.stream(), name -> distance(property, name));
        return distance(property, nearest) > TYPING_ERROR
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s: '%s' is not a property of Kafka's clients. Did you mean '%s'?",
                        setting.source(),
                        setting.key(),
                        KAFKA + nearest));
    }

    private static TreeSet<String> clientProperties() {
        TreeSet<String> known = new TreeSet<>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        return known;
    }

    private static String advice(String key) {
        List<String> inside = Key.names().stream()
                .filter(known -> known.startsWith(key + '.'))
                .toList();
        return inside.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "Did you mean '%s'?",
                        nearest(key, Key.names().stream(), name -> distanceOfNames(key, name)))
                : String.format(Locale.ROOT, "It is a section with the settings %s", String.join(", ", inside));
    }

    private static String nearest(String key, Stream<String> known, ToIntFunction<String> distance) {
        return known.min(Comparator.comparingInt(distance)
                        .thenComparing(candidate -> distance(key, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** The whole key counts, and its last name, for those who forget or mistake the section. */
    private static int distanceOfNames(String key, String known) {
        return Math.min(distance(key, known), distance(last(key), last(known)) + 1);
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int distance(String left, String right) {
        return LevenshteinDistance.getDefaultInstance().apply(left, right);
    }
}
