package io.lookback.event;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The names of the values of a record, in the order in which {@link Values} carries them. Records of one series share
 * one instance.
 */
public record Features(List<String> names) implements Serializable {

    public static final int MAX_FEATURES = 1024;

    private static final String SEPARATOR = "\u0000";

    public Features {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() > MAX_FEATURES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "A record carries 1 to %d features, found %d", MAX_FEATURES, names.size()));
        }
        names.forEach(name -> Names.require("The feature", name));
        names.stream().filter(name -> !Names.unicode(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The feature '%s' has half of a surrogate pair in its name, which no UTF-8 text can carry",
                    name));
        });
        if (names.stream().anyMatch(name -> name.contains(SEPARATOR))) {
            throw new IllegalArgumentException("A feature name contains the character U+0000: " + names);
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("Feature names must differ from each other: " + names);
        }
    }

    /** The inverse of {@link #joined}. */
    public static Features split(String joined) {
        return new Features(List.of(joined.split(SEPARATOR, -1)));
    }

    public static Features of(String... names) {
        return new Features(List.of(names));
    }

    /** All names in one text. */
    public String joined() {
        return String.join(SEPARATOR, names);
    }

    public int size() {
        return names.size();
    }
}
