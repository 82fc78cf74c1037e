package io.lookback.wire;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping names: the first of its paths that holds a value.
 *
 * @param paths in the order in which they are tried
 * @param optional whether a record may lack it; a time that is lacking is Kafka's own timestamp
 * @param name what a value is called
 */
public record Field(List<FieldPath> paths, boolean optional, String name) implements Serializable {

    private static final String KAFKA_TIMESTAMP = "kafka-timestamp";

    public Field {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("A field needs a path, such as host.cpu");
        }
    }

    /**
     * Reads paths separated by {@code |}; a question mark at the end, or {@code kafka-timestamp} as the last of them, says
     * that a record may lack the field.
     */
    public static Field parse(String text) {
        List<String> texts = alternatives(text.strip());
        int last = texts.size() - 1;
        boolean optional = texts.get(last).equals(KAFKA_TIMESTAMP) && last > 0;
        if (optional) {
            texts.remove(last);
        } else if (texts.get(last).endsWith("?") && !texts.get(last).endsWith("\\?")) {
            optional = true;
            texts.set(
                    last,
                    texts.get(last).substring(0, texts.get(last).length() - 1).strip());
        }
        List<FieldPath> paths = texts.stream().map(FieldPath::parse).toList();
        return new Field(paths, optional, paths.get(0).name());
    }

    static Field of(FieldPath path) {
        return new Field(List.of(path), false, path.name());
    }

    public Field named(String given) {
        return new Field(paths, optional, given);
    }

    private static List<String> alternatives(String text) {
        List<String> found = new ArrayList<>();
        int begin = 0;
        boolean inBrackets = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inBrackets = c == '[' || inBrackets && c != ']';
            if (c == '\\') {
                i++;
            } else if (c == '|' && !inBrackets) {
                found.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        found.add(text.substring(begin).strip());
        return found;
    }

    /** The value of the first path that has one, null where none has. */
    @Nullable Object in(@Nullable Object record) {
        for (int i = 0; i < paths.size(); i++) {
            Object found = paths.get(i).in(record);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The first path that holds a value; the first of all where none does. */
    FieldPath present(@Nullable Object record) {
        for (int i = 0; paths.size() > 1 && i < paths.size(); i++) {
            if (paths.get(i).in(record) != null) {
                return paths.get(i);
            }
        }
        return paths.get(0);
    }

    /** Whether one of its paths is these names. */
    boolean is(List<String> names) {
        return paths.stream().anyMatch(path -> path.is(names));
    }

    /** The path of all whose numbers are values, if the field names them all by a star at its end. */
    Optional<FieldPath> ofAllNumbers() {
        return paths.size() == 1 && paths.get(0).ofAllNumbers()
                ? Optional.ofNullable(paths.get(0).parent())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return paths.size() == 1
                ? paths.get(0).toString()
                : String.join(" | ", paths.stream().map(FieldPath::toString).toList());
    }
}
