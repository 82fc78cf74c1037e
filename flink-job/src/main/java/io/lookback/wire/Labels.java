package io.lookback.wire;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Labels as one text: {@code disk=sda,host=h7}. They come as an object, or as an array of objects with a {@code key} or
 * {@code name} and a {@link LabelValue}.
 */
final class Labels {

    private static final PathElement.Name KEY = PathElement.Name.of("key");
    private static final PathElement.Name NAME = PathElement.Name.of("name");
    private static final PathElement.Name VALUE = PathElement.Name.of("value");

    /** As many as a name can spell, each with a character and what parts it from the next. */
    private static final int MOST = SeriesReader.MAX_CHARS;

    private Labels() {}

    static boolean isName(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof GenericEnumSymbol<?>;
    }

    /**
     * Null for what is not a set of labels.
     *
     * @throws DecodingException if there are too many to spell
     */
    static @Nullable String of(Object value) throws DecodingException {
        int size = value instanceof Map<?, ?> map ? map.size() : value instanceof Collection<?> list ? list.size() : 0;
        if (size > MOST) {
            throw DecodingException.unusable("The series is named by %d labels, at most %d are allowed", size, MOST);
        }
        Map<String, String> labels = new TreeMap<>();
        boolean fit;
        if (value instanceof Map<?, ?> map) {
            fit = map.entrySet().stream().allMatch(entry -> put(labels, entry.getKey(), entry.getValue()));
        } else if (value instanceof IndexedRecord record) {
            fit = record.getSchema().getFields().stream()
                    .allMatch(field -> put(labels, field.name(), record.get(field.pos())));
        } else {
            fit = value instanceof Collection<?> pairs && pairs.stream().allMatch(pair -> putPair(labels, pair));
        }
        if (!fit) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        labels.forEach((name, of) -> text.append(text.isEmpty() ? "" : ",")
                .append(escaped(name))
                .append('=')
                .append(escaped(of)));
        return text.toString();
    }

    private static boolean putPair(Map<String, String> labels, @Nullable Object pair) {
        if (pair == null) {
            return false;
        }
        Object name = KEY.of(pair) == null ? NAME.of(pair) : KEY.of(pair);
        return name != null && put(labels, name, VALUE.of(pair));
    }

    /** A label without a value counts as one that is not there. */
    private static boolean put(Map<String, String> labels, @Nullable Object name, @Nullable Object value) {
        Object plain = LabelValue.of(value);
        if (plain == null) {
            return true;
        }
        if (name == null || !isName(plain)) {
            return false;
        }
        labels.put(name.toString(), plain.toString());
        return true;
    }

    /** Keeps ("a", "b,c=d") and ("a", "b"), ("c", "d") apart. */
    private static String escaped(String text) {
        return text.indexOf(',') < 0 && text.indexOf('=') < 0 && text.indexOf('\\') < 0
                ? text
                : text.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }
}
