package io.lookback.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Records as objects, arrays, texts and numbers, whatever their format: for those who look at a topic. One thread. */
public final class PlainRecords {

    private final RecordReader reader;

    public PlainRecords(InputFormat format) {
        this.reader = format.open();
    }

    /**
     * Empty where the bytes are not a record of the format.
     *
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    public Optional<Object> read(byte[] value) throws IOException {
        try {
            return Optional.ofNullable(plain(reader.read(value)));
        } catch (DecodingException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof IndexedRecord record) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Schema.Field field : record.getSchema().getFields()) {
                fields.put(field.name(), plain(record.get(field.pos())));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(String.valueOf(name), plain(entry)));
            return entries;
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.stream()
                    .filter(element -> !(element instanceof Unreadable))
                    .forEach(element -> elements.add(plain(element)));
            return elements;
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }
}
