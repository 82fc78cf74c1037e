package io.lookback.job;

import io.lookback.event.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.lookup.StringLookup;

/**
 * Fills in {@code ${env:NAME}} and {@code ${file:/path}} (its text without the line break at the end), so that secrets
 * stay out of configuration files. {@code $${} stands for {@code ${}.
 */
final class Placeholders {

    private final Map<String, String> environment;
    private final StringSubstitutor substitutor;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
        StringLookup lookup = this::lookUp;
        this.substitutor = new StringSubstitutor(lookup)
                .setEnableUndefinedVariableException(true)
                .setDisableSubstitutionInValues(true)
                .setValueDelimiter("");
    }

    /** Whether filling in changes the text. */
    boolean in(String text) {
        return text.contains("${");
    }

    /** @param where the setting, for messages */
    String fill(String text, String where) {
        try {
            return substitutor.replace(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.format(Locale.ROOT, "%s: %s", where, e.getMessage()), e);
        }
    }

    private String lookUp(String name) {
        if (name.startsWith("env:")) {
            return variable(name.substring("env:".length()));
        }
        if (name.startsWith("file:")) {
            return file(Path.of(name.substring("file:".length())));
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "'${%s}' is not a placeholder; there are ${env:NAME} and ${file:/path}, and $${ stands for ${",
                name));
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the environment has no variable '%s'; set it where the job is started", name));
        }
        return value;
    }

    private static String file(Path path) {
        try {
            return RegularFile.text(path).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "file '%s' cannot be read (%s)", path, e), e);
        }
    }
}
