package io.lookback.job;

import io.lookback.cell.CellRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Refuses settings that are right by themselves and cannot work together: a topic in two roles, and settings without
 * effect beside the others, which a user meant to have one.
 */
final class Contradictions {

    private static final List<Key> REGISTRY =
            List.of(Key.INPUT_REGISTRY, Key.INPUT_REGISTRY_USER, Key.INPUT_REGISTRY_PASSWORD, Key.INPUT_REGISTRY_TOKEN);
    private static final List<Key> OUTPUT_REGISTRY = List.of(
            Key.OUTPUT_REGISTRY, Key.OUTPUT_REGISTRY_USER, Key.OUTPUT_REGISTRY_PASSWORD, Key.OUTPUT_REGISTRY_TOKEN);
    private static final String NONE = "none";
    private static final List<String> WITH_HISTORY = CellRegistry.withHistory();

    private final Settings settings;

    private Contradictions(Settings settings) {
        this.settings = settings;
    }

    static void refuse(Settings settings, InputSpec input) {
        Contradictions contradictions = new Contradictions(settings);
        contradictions.topics();
        contradictions.period(input);
        contradictions.withoutEffect();
    }

    /** A job that reads what it writes never comes to an end, and readers of a topic expect one kind of record. */
    private void topics() {
        Map<String, Key> roles = new LinkedHashMap<>();
        InputTopics inputs = new InputTopics(settings.list(Key.INPUT_TOPIC));
        List<Key> keys = List.of(
                Key.OUTPUT_SCORES,
                Key.OUTPUT_ALERTS,
                Key.OUTPUT_INCIDENTS,
                Key.OUTPUT_FORECASTS,
                Key.OUTPUT_DEAD_LETTERS,
                Key.CONTROL_TOPIC,
                Key.SHADOW_TOPIC);
        for (Key key : keys) {
            String topic = settings.text(key);
            Key used = inputs.has(topic) ? Key.INPUT_TOPIC : roles.putIfAbsent(topic, key);
            Key other = topic.equals(NONE) ? null : used;
            if (other != null) {
                throw settings.wrong(
                        key,
                        other == Key.INPUT_TOPIC
                                ? other + " names it as well: the job would read what it writes; give another topic"
                                : other + " names it as well; give each a topic of its own");
            }
        }
    }

    private void period(InputSpec input) {
        boolean nothing = input.start() instanceof Position.At start
                && input.until().orElse(null) instanceof Position.At until
                && !start.instant().isBefore(until.instant());
        if (nothing) {
            throw settings.wrong(
                    Key.INPUT_UNTIL,
                    String.format(
                            Locale.ROOT,
                            "nothing would be read, since %s; give a later instant",
                            settings.get(Key.INPUT_START)));
        }
    }

    private void withoutEffect() {
        REGISTRY.forEach(key -> needs(key, Key.INPUT_FORMAT, "avro"::equals, "avro"));
        needs(Key.INPUT_SCHEMA, Key.INPUT_FORMAT, "avro"::equals, "avro");
        needs(Key.INPUT_COLUMNS, Key.INPUT_FORMAT, "csv"::equals, "csv");
        needs(Key.INPUT_DELIMITER, Key.INPUT_FORMAT, "csv"::equals, "csv");
        needs(Key.INPUT_TIME_FORMAT, Key.INPUT_TIME, field -> !field.equals("kafka-timestamp"), "the name of a field");
        OUTPUT_REGISTRY.forEach(key -> needs(key, Key.OUTPUT_FORMAT, "avro"::equals, "avro"));
        credentials(REGISTRY);
        credentials(OUTPUT_REGISTRY);
        for (Key key : List.of(Key.CONTROL_MAX_RULES, Key.CONTROL_MAX_LABELS, Key.CONTROL_MAX_MODELS)) {
            needs(key, Key.CONTROL_TOPIC, topic -> !topic.equals(NONE), "the name of a topic");
        }
        for (Key key : List.of(Key.HISTORY_MAX_STEPS, Key.HISTORY_SINKS, Key.HISTORY_CACHE, Key.HISTORY_ATTENDED)) {
            needsHistory(key);
        }
        needs(Key.FORECAST_HORIZON, Key.OUTPUT_FORECASTS, topic -> !topic.equals(NONE), "the name of a topic");
        needs(Key.OUTPUT_FORECASTS, Key.FORECAST_HORIZON, steps -> !steps.equals("0"), "a number of steps");
        needs(Key.FORECAST_EVERY, Key.FORECAST_HORIZON, steps -> !steps.equals("0"), "a number of steps");
        for (Key key : List.of(Key.INCIDENTS_WITHIN, Key.INCIDENTS_MIN_SERIES)) {
            needs(key, Key.OUTPUT_INCIDENTS, topic -> !topic.equals(NONE), "the name of a topic");
        }
        for (Key key : List.of(Key.DELIVERY_TIMEOUT, Key.DELIVERY_PREFIX)) {
            needs(key, Key.DELIVERY_GUARANTEE, "exactly-once"::equals, "exactly-once");
        }
    }

    /** An announced model may bring a history with it. */
    private void needsHistory(Key key) {
        boolean kept = CellSettings.read(settings.given(), settings.list(Key.CELLS)).stream()
                .anyMatch(cell -> WITH_HISTORY.contains(cell.kind()));
        if (settings.isSet(key) && !kept && settings.text(Key.CONTROL_TOPIC).equals(NONE)) {
            throw settings.wrong(
                    key,
                    String.format(
                            Locale.ROOT,
                            "it has no effect, since no cell keeps a history; give one of %s as a cell, or leave %s out",
                            WITH_HISTORY,
                            key));
        }
    }

    /** @param registry the keys of its address, user, password and token */
    private void credentials(List<Key> registry) {
        Predicate<String> given = text -> !text.isEmpty();
        registry.subList(1, registry.size())
                .forEach(key -> needs(key, registry.get(0), given, "the address of a schema registry"));
        needs(registry.get(2), registry.get(1), given, "the name of a user");
    }

    private void needs(Key key, Key other, Predicate<String> fits, String wanted) {
        if (settings.isSet(key) && !settings.text(key).isEmpty() && !fits.test(settings.text(other))) {
            throw settings.wrong(
                    key,
                    String.format(
                            Locale.ROOT,
                            "it has no effect while %s; give %s %s, or leave %s out",
                            settings.get(other),
                            other,
                            wanted,
                            key));
        }
    }
}
