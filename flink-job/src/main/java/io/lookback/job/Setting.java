package io.lookback.job;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What was given for a key.
 *
 * @param values one for a scalar, any number for a list; placeholders are filled in
 * @param source where it was given, {@code job.yaml, line 7} or {@code --set}, or {@code default}
 * @param secret whether it came out of a placeholder and so must not be shown
 */
record Setting(String key, List<String> values, String source, boolean secret) {

    static final String DEFAULT = "default";
    private static final String HIDDEN = "<secret>";
    private static final Pattern SECRETIVE =
            Pattern.compile(".*(password|secret|token|credential|jaas|private[.-]?key|keystore[.]key).*");

    Setting {
        values = List.copyOf(values);
        secret = secret
                || !source.equals(DEFAULT)
                        && SECRETIVE.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    String text() {
        return String.join(",", values);
    }

    /** For people and logs. */
    String shown() {
        if (secret) {
            return HIDDEN;
        }
        return values.size() == 1 ? values.get(0) : values.toString();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s is '%s' (%s)", key, shown(), source);
    }
}
