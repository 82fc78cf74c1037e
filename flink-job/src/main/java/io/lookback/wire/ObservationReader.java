package io.lookback.wire;

import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.time.EpochUnit;
import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/** Makes observations of decoded records, as a {@link Mapping} says. One thread. */
final class ObservationReader {

    private final Mapping mapping;
    private final LongSupplier clock;
    private final SeriesReader series;
    private final ValueReader values;
    private final TimeReader usualTime;
    private @Nullable Schema lastSchema;
    private TimeReader lastTime;
    private final TopicUnits units = new TopicUnits();

    /** @param clock ms since the epoch */
    ObservationReader(Mapping mapping, LongSupplier clock) {
        this.mapping = mapping;
        this.clock = clock;
        this.series = new SeriesReader(mapping.series());
        this.values = new ValueReader(mapping);
        this.usualTime = mapping.timeFormat().reader(null);
        this.lastTime = usualTime;
    }

    /** @see TopicUnits#others() */
    Counter timesInOtherUnits() {
        return units.others();
    }

    Observation read(Object record, Origin origin, Payload payload) throws DecodingException {
        if (record instanceof Point point && point.element() instanceof Unreadable line) {
            throw line.failure();
        }
        String series = this.series.name(record, origin, payload);
        long time = time(record, payload, origin);
        ValueReader.Read read = values.read(record);
        return new Observation(
                series,
                time,
                read.features(),
                read.values(),
                origin.ordered(this.series.isNamedBy(payload.key(), record, origin)),
                mapping.keepBytes() ? payload : Payload.NONE);
    }

    private long time(Object record, Payload payload, Origin origin) throws DecodingException {
        Field field = mapping.time();
        Object raw = field == null ? null : field.in(record);
        if (field == null || raw == null && field.optional()) {
            return notAhead(kafkaTime(payload), payload);
        }
        if (raw == null) {
            throw DecodingException.unusable("Field '%s' of the time carries nothing", field);
        }
        if (raw instanceof Map
                || raw instanceof Collection
                || raw instanceof IndexedRecord
                || raw instanceof GenericFixed) {
            throw DecodingException.unusable("Field '%s' of the time carries %s, not a time", field, Excerpt.of(raw));
        }
        try {
            long near = payload.timestamp() > 0 ? payload.timestamp() : EventTimes.UNKNOWN;
            TimeReader reader = timeReader(record, field);
            long time = reader.millis(raw, near);
            if (reader instanceof TimeReader.Auto) {
                units.note(origin.source(), raw, time);
            }
            return notAhead(time, payload);
        } catch (NotATime e) {
            throw DecodingException.unusable("%s", e.text());
        }
    }

    /** Kafka's timestamp is often the producer's, whose clock may be as wrong as the time: then this clock counts. */
    private long notAhead(long time, Payload payload) throws DecodingException {
        long now = clock.getAsLong();
        boolean byKafka = payload.timestamp() > 0 && payload.timestamp() < now;
        long ahead = time - (byKafka ? payload.timestamp() : now);
        if (ahead > mapping.maxAhead().toMillis()) {
            throw DecodingException.ahead(
                    "Time %s lies %d ms ahead of %s, at most %d ms are allowed (input.time.max-ahead)",
                    Instant.ofEpochMilli(time),
                    ahead,
                    byKafka ? "Kafka's own timestamp of the record" : "this machine's clock",
                    mapping.maxAhead().toMillis());
        }
        return time;
    }

    private static long kafkaTime(Payload payload) throws DecodingException {
        if (payload.timestamp() < 0) {
            throw DecodingException.unusable("The record has no Kafka timestamp; name the field that carries its time");
        }
        return payload.timestamp();
    }

    private TimeReader timeReader(Object record, Field field) throws DecodingException {
        boolean avro = record instanceof IndexedRecord || record instanceof Point point && point.ofAvro();
        if (!avro || !mapping.timeFormat().auto()) {
            return usualTime;
        }
        FieldPath path = field.present(record);
        Schema schema =
                record instanceof Point point ? point.schema(path) : path.in(((IndexedRecord) record).getSchema());
        if (schema != lastSchema) {
            lastTime = mapping.timeFormat().reader(unit(path, schema));
            lastSchema = schema;
        }
        return lastTime;
    }

    /** Null where the schema does not say. */
    private static @Nullable EpochUnit unit(FieldPath path, @Nullable Schema field) throws DecodingException {
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
        throw DecodingException.unusable(
                "Field '%s' of the time has the Avro type '%s', which is not an instant", path, type.getName());
    }
}
