package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Names;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names the series of a record by the values of fields, joined by {@code /}, or by its Kafka key. One thread.
 *
 * <p>A field that holds an object, or an array of names and values as OpenTelemetry and Prometheus write labels, stands
 * for all of them in alphabetical order, {@code disk=sda,host=h7}, so that a new label needs no new mapping.
 */
final class SeriesReader {

    static final int MAX_CHARS = Names.MAX_CHARS;

    /** Most bytes of a character of a text. */
    private static final int UTF8_BYTES = 3;

    private static final String TOPIC = "kafka-topic";
    private static final String KEY = "kafka-key";

    private final Field[] fields;
    private final Part[] parts;
    /** The labels that each field named last, and their text: all points of a record share what lies around them. */
    private final @Nullable Object[] lastLabels;

    private final @Nullable String[] lastText;

    private enum Part {
        FIELD,
        TOPIC,
        KEY
    }

    /** @param fields empty for the Kafka key alone */
    SeriesReader(List<Field> fields) {
        this.fields = fields.toArray(Field[]::new);
        this.parts = fields.stream()
                .map(field -> field.is(List.of(TOPIC)) ? Part.TOPIC : field.is(List.of(KEY)) ? Part.KEY : Part.FIELD)
                .toArray(Part[]::new);
        this.lastLabels = new Object[parts.length];
        this.lastText = new String[parts.length];
    }

    /** Whether a path names what Kafka knows of a record. */
    static boolean ofKafka(FieldPath path) {
        return path.is(List.of(TOPIC)) || path.is(List.of(KEY));
    }

    String name(Object record, Origin origin, Payload payload) throws DecodingException {
        String series = fields.length == 0 ? key(payload.key()) : joined(record, origin, payload.key());
        if (series.isEmpty() || series.length() > MAX_CHARS) {
            throw unfit(series);
        }
        if (!Names.unicode(series)) {
            throw DecodingException.unusable(
                    "The series' name '%s' has half of a surrogate pair, which no UTF-8 text can carry",
                    Excerpt.of(series));
        }
        return series;
    }

    private static DecodingException unfit(String name) {
        return DecodingException.unusable(
                "The series' name '%s' has %d characters, give 1 to %d", Excerpt.of(name), name.length(), MAX_CHARS);
    }

    /** Whether the Kafka key is the series' name or a field of it: then all records of the series have this key. */
    boolean isNamedBy(@Nullable Bytes key, Object record, Origin origin) throws DecodingException {
        if (fields.length == 0) {
            return true;
        }
        if (key == null) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            if (parts[i] == Part.KEY || parts[i] == Part.FIELD && spells(key, field(i, record))) {
                return true;
            }
        }
        return fields.length > 1 && spells(key, joined(record, origin, key));
    }

    private static boolean spells(Bytes key, @Nullable String text) {
        return text != null
                && key.size() >= text.length()
                && key.size() <= UTF8_BYTES * text.length()
                && new String(key.array(), StandardCharsets.UTF_8).equals(text);
    }

    private static String key(@Nullable Bytes key) throws DecodingException {
        if (key == null) {
            throw DecodingException.unusable("The record has no Kafka key to name its series; name the fields that do");
        }
        if (key.size() > UTF8_BYTES * MAX_CHARS) {
            throw DecodingException.unusable(
                    "The record's Kafka key has %d bytes, a series' name may have %d characters",
                    key.size(), MAX_CHARS);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key.array()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw DecodingException.unusable("The record's Kafka key (%d bytes) is not UTF-8 text", key.size());
        }
    }

    private String joined(Object record, Origin origin, @Nullable Bytes key) throws DecodingException {
        if (fields.length == 1) {
            String alone = part(0, record, origin, key);
            return alone == null ? "" : alone;
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            String part = part(i, record, origin, key);
            if (part != null) {
                joined.append(joined.isEmpty() ? "" : "/").append(escaped(part));
            }
        }
        return joined.toString();
    }

    private @Nullable String part(int i, Object record, Origin origin, @Nullable Bytes key) throws DecodingException {
        return switch (parts[i]) {
            case TOPIC -> origin.source();
            case KEY -> key(key);
            case FIELD -> field(i, record);
        };
    }

    /** Keeps ("a/b", "c") and ("a", "b/c") apart. */
    private static String escaped(String part) {
        return part.indexOf('/') < 0 && part.indexOf('\\') < 0
                ? part
                : part.replace("\\", "\\\\").replace("/", "\\/");
    }

    /** Null for a field that the record may lack, and lacks. */
    private @Nullable String field(int i, Object record) throws DecodingException {
        Field field = fields[i];
        Object value = field.in(record);
        String labels = value == null ? null : text(i, value);
        if (labels != null && labels.length() > MAX_CHARS) {
            throw unfit(labels);
        }
        if (labels != null && !labels.isEmpty()) {
            return labels;
        }
        if (field.optional()
                && (value == null || labels != null || value.toString().isEmpty())) {
            return null;
        }
        throw DecodingException.unusable("Field '%s' of the series carries %s", field, carried(value));
    }

    private static String carried(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        return value.toString().isEmpty() ? "an empty text" : "'" + Excerpt.of(value) + "', not a text or a number";
    }

    /** Null for what is neither a name nor labels. */
    private @Nullable String text(int i, Object value) throws DecodingException {
        if (Labels.isName(value)) {
            return value.toString();
        }
        if (value != lastLabels[i]) {
            lastText[i] = Labels.of(value);
            lastLabels[i] = value;
        }
        return lastText[i];
    }
}
