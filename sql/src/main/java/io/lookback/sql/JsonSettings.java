package io.lookback.sql;

import io.lookback.flow.FlowSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.api.ValidationException;

/**
 * Settings in the JSON object of {@code ML_DETECT_ANOMALIES}: those of this project, and the names that callers of
 * Confluent's function give. Of these {@code minTrainingSize} is the warm-up; what configures ARIMA has no counterpart
 * and is passed over.
 */
final class JsonSettings {

    private static final Map<String, ConfigOption<?>> NAMES = names();

    /** Of ARIMA and its training. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "maxTrainingSize",
            "minContextSize",
            "maxContextSize",
            "updateInterval",
            "rmseThreshold",
            "evalWindowSize",
            "confidencePercentage",
            "enableStl",
            "horizon",
            "p",
            "q",
            "d",
            "m",
            "seed");

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonSettings() {}

    /** @throws ValidationException if the text is no object, names what is not known or says what cannot be done */
    static FlowSpec read(String text) {
        Configuration options = new Configuration();
        Map<String, ConfigOption<?>> given = new HashMap<>();
        object(text).fields().forEachRemaining(field -> {
            ConfigOption<?> option = NAMES.get(field.getKey());
            if (option != null) {
                given.put(field.getKey(), option);
                options.setString(option.key(), spelled(option, field.getValue()));
            } else if (!WITHOUT_MEANING.contains(field.getKey())) {
                throw new ValidationException(String.format(
                        Locale.ROOT,
                        "ML_DETECT_ANOMALIES has no setting '%s'. Give one of %s.",
                        field.getKey(),
                        new TreeSet<>(NAMES.keySet())));
            }
        });
        return DetectOptions.flow(options, new OptionNames(given));
    }

    private static JsonNode object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new ValidationException("The settings of ML_DETECT_ANOMALIES are not JSON: " + text, e);
        }
        throw new ValidationException("The settings of ML_DETECT_ANOMALIES are not a JSON object: " + text);
    }

    private static String spelled(ConfigOption<?> option, JsonNode value) {
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(element.asText()));
            return String.join(";", elements);
        }
        return option == DetectOptions.SIDE ? value.asText().toUpperCase(Locale.ROOT) : value.asText();
    }

    private static Map<String, ConfigOption<?>> names() {
        Map<String, ConfigOption<?>> names = new HashMap<>();
        names.put("minTrainingSize", DetectOptions.WARM_UP);
        names.put("warmUp", DetectOptions.WARM_UP);
        names.put("falseAlarms", DetectOptions.FALSE_ALARMS);
        names.put("zone", DetectOptions.ZONE);
        names.put("cells", DetectOptions.CELLS);
        names.put("side", DetectOptions.SIDE);
        names.put("minRelative", DetectOptions.MIN_RELATIVE);
        names.put("minAbsolute", DetectOptions.MIN_ABSOLUTE);
        return Map.copyOf(names);
    }
}
