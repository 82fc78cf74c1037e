package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Names;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.time.EpochUnit;
import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes observations of decoded records, as a {@link Mapping} says. One thread. */
final class ObservationReader {

    static final int MAX_SERIES_CHARS = Names.MAX_CHARS;

    private static final Logger LOG = LoggerFactory.getLogger(ObservationReader.class);

    private final Mapping mapping;
    private final LongSupplier clock;
    private final ValueReader values;
    private final TimeReader usualTime;
    private @Nullable Schema lastSchema;
    private TimeReader lastTime;
    private boolean told;

    /** @param clock ms since the epoch */
    ObservationReader(Mapping mapping, LongSupplier clock) {
        this.mapping = mapping;
        this.clock = clock;
        this.values = new ValueReader(mapping);
        this.usualTime = mapping.timeFormat().reader(null);
        this.lastTime = usualTime;
    }

    Observation read(Object record, Origin origin, Payload payload) throws Unfit {
        String series = series(record, payload);
        long time = time(record, payload, origin);
        ValueReader.Read read = values.read(record);
        return new Observation(
                series,
                time,
                read.features(),
                read.values(),
                origin.ordered(keyed(record, payload.key())),
                mapping.keepBytes() ? payload : Payload.NONE);
    }

    /** Whether the Kafka key is the series' name or a field of it: then all records of the series have this key. */
    private boolean keyed(Object record, @Nullable Bytes key) throws Unfit {
        if (mapping.series().isEmpty()) {
            return true;
        }
        if (key == null) {
            return false;
        }
        for (FieldPath path : mapping.series()) {
            if (spells(key, part(record, path))) {
                return true;
            }
        }
        return mapping.series().size() > 1 && spells(key, joined(record));
    }

    private static boolean spells(Bytes key, String text) {
        return key.size() >= text.length() && new String(key.array(), StandardCharsets.UTF_8).equals(text);
    }

    private String series(Object record, Payload payload) throws Unfit {
        String series = mapping.series().isEmpty() ? key(payload.key()) : joined(record);
        if (series.isEmpty() || series.length() > MAX_SERIES_CHARS) {
            throw Unfit.unusable(
                    "The series' name '%s' has %d characters, give 1 to %d",
                    Excerpt.of(series), series.length(), MAX_SERIES_CHARS);
        }
        return series;
    }

    private static String key(@Nullable Bytes key) throws Unfit {
        if (key == null) {
            throw Unfit.unusable("The record has no Kafka key to name its series; name the fields that do");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key.array()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Unfit.unusable("The record's Kafka key (%d bytes) is not UTF-8 text", key.size());
        }
    }

    private String joined(Object record) throws Unfit {
        if (mapping.series().size() == 1) {
            return part(record, mapping.series().get(0));
        }
        StringBuilder joined = new StringBuilder();
        for (FieldPath path : mapping.series()) {
            joined.append(joined.isEmpty() ? "" : "/").append(escaped(part(record, path)));
        }
        return joined.toString();
    }

    /** Keeps ("a/b", "c") and ("a", "b/c") apart. */
    private static String escaped(String part) {
        return part.indexOf('/') < 0 && part.indexOf('\\') < 0
                ? part
                : part.replace("\\", "\\\\").replace("/", "\\/");
    }

    private static String part(Object record, FieldPath path) throws Unfit {
        Object value = path.in(record);
        if (value != null && isName(value) && !value.toString().isEmpty()) {
            return value.toString();
        }
        throw Unfit.unusable(
                "Field '%s' of the series carries %s, not a text or a number",
                path, value == null ? "nothing" : "'" + Excerpt.of(value) + "'");
    }

    private static boolean isName(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof GenericEnumSymbol<?>;
    }

    private long time(Object record, Payload payload, Origin origin) throws Unfit {
        FieldPath path = mapping.time();
        if (path == null) {
            return notAhead(kafkaTime(payload), payload);
        }
        Object raw = path.in(record);
        if (raw == null) {
            throw Unfit.unusable("Field '%s' of the time carries nothing", path);
        }
        try {
            long near = payload.timestamp() > 0 ? payload.timestamp() : EventTimes.UNKNOWN;
            TimeReader reader = timeReader(record, path);
            long time = reader.millis(raw, near);
            if (!told && reader instanceof TimeReader.Auto) {
                tell(raw, origin);
            }
            return notAhead(time, payload);
        } catch (NotATime e) {
            throw Unfit.unusable("%s", e.text());
        }
    }

    /** What was made of the first number that is a time, since nobody said its unit. */
    private void tell(Object raw, Origin origin) {
        told = true;
        EventTimes.unit(raw)
                .ifPresent(unit -> LOG.info(
                        "Times of topic '{}' such as '{}' are read as {}, by their magnitude (input.time.format is auto)",
                        origin.source(),
                        raw,
                        unit));
    }

    /** Kafka's timestamp is often the producer's, whose clock may be as wrong as the time: then this clock counts. */
    private long notAhead(long time, Payload payload) throws Unfit {
        long now = clock.getAsLong();
        boolean byKafka = payload.timestamp() > 0 && payload.timestamp() < now;
        long ahead = time - (byKafka ? payload.timestamp() : now);
        if (ahead > mapping.maxAhead().toMillis()) {
            throw Unfit.ahead(
                    "Time %s lies %d ms ahead of %s, at most %d ms are allowed (input.time.max-ahead)",
                    Instant.ofEpochMilli(time),
                    ahead,
                    byKafka ? "Kafka's own timestamp of the record" : "this machine's clock",
                    mapping.maxAhead().toMillis());
        }
        return time;
    }

    private static long kafkaTime(Payload payload) throws Unfit {
        if (payload.timestamp() < 0) {
            throw Unfit.unusable("The record has no Kafka timestamp; name the field that carries its time");
        }
        return payload.timestamp();
    }

    private TimeReader timeReader(Object record, FieldPath path) throws Unfit {
        if (!(record instanceof IndexedRecord avro) || !mapping.timeFormat().auto()) {
            return usualTime;
        }
        if (avro.getSchema() != lastSchema) {
            lastTime = mapping.timeFormat().reader(unit(path, avro.getSchema()));
            lastSchema = avro.getSchema();
        }
        return lastTime;
    }

    /** Null where the schema does not say. */
    private static @Nullable EpochUnit unit(FieldPath path, Schema record) throws Unfit {
        Schema field = path.in(record);
        LogicalType type = field == null ? null : field.getLogicalType();
        if (type == null) {
            return null;
        }
        if (type instanceof LogicalTypes.TimestampMillis) {
            return EpochUnit.MILLIS;
        }
        if (type instanceof LogicalTypes.TimestampMicros) {
            return EpochUnit.MICROS;
        }
        throw Unfit.unusable(
                "Field '%s' of the time has the Avro type '%s', which is not an instant", path, type.getName());
    }
}
