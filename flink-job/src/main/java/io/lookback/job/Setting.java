package io.lookback.job;

import io.lookback.wire.Secrets;
import java.util.List;
import java.util.Locale;

/**
 * What was given for a key.
 *
 * @param values one for a scalar, any number for a list; placeholders are filled in
 * @param source where it was given, {@code job.yaml, line 7} or {@code --set}, or {@code default}
 * @param secret whether it came out of a placeholder and so must not be shown
 */
record Setting(String key, List<String> values, String source, boolean secret) {

    static final String DEFAULT = "default";

    Setting {
        values = List.copyOf(values);
        secret = secret || !source.equals(DEFAULT) && Secrets.isKey(key);
    }

    String text() {
        return String.join(",", values);
    }

    /** For people and logs. */
    String shown() {
        if (secret) {
            return Secrets.HIDDEN;
        }
        return Secrets.hide(values.size() == 1 ? values.get(0) : values.toString());
    }

    /** Whether something of it must not be shown. */
    boolean hidden() {
        return secret || values.stream().anyMatch(value -> !Secrets.hide(value).equals(value));
    }

    /** A message that may quote the setting, without what must not be shown. */
    String hideIn(String message) {
        String shown = secret && !text().isEmpty() ? message.replace(text(), Secrets.HIDDEN) : message;
        for (String value : values) {
            String visible = secret ? Secrets.HIDDEN : Secrets.hide(value);
            shown = value.isEmpty() ? shown : shown.replace(value, visible);
        }
        return shown;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s is '%s' (%s)", key, shown(), source);
    }
}
