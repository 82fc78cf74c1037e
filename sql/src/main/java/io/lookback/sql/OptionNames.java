package io.lookback.sql;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;

/**
 * What the options of detection are called in a statement. Messages of a job name the keys of {@code job.yaml}, of which a
 * statement knows nothing.
 *
 * @param options by their names
 */
record OptionNames(Map<String, ConfigOption<?>> options) {

    /**
     * Reads options.
     *
     * @throws ValidationException for what the reader refuses, with the name that the statement knows
     */
    <T> T checked(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new ValidationException(named(e), e);
        }
    }

    private String named(IllegalArgumentException refused) {
        String text = String.valueOf(refused.getMessage());
        Throwable cause = refused.getCause();
        if (text.startsWith("Could not parse value") && cause != null) {
            text += ' ' + String.valueOf(cause.getMessage()) + choices(text);
        }
        for (Map.Entry<String, ConfigOption<?>> name : options.entrySet()) {
            text = Pattern.compile(
                            "(?<![\\w.-])" + Pattern.quote(name.getValue().key()) + "(?![\\w-])")
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement(name.getKey()));
        }
        return text;
    }

    /** What to give in place of a text that Flink could not read; the names of an enumeration it lists itself. */
    private String choices(String text) {
        return options.values().stream()
                .filter(option -> text.contains(option.key() + "'"))
                .map(OptionNames::choice)
                .findFirst()
                .orElse("");
    }

    private static String choice(ConfigOption<?> option) {
        Object usual = option.defaultValue();
        if (usual instanceof Duration) {
            return " Give a duration with its unit, such as '5 min'.";
        }
        if (usual instanceof Integer) {
            return " Give a whole number, such as " + usual + '.';
        }
        return usual instanceof Double ? " Give a number, such as 0.5." : "";
    }
}
