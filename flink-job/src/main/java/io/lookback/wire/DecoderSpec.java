package io.lookback.wire;

import io.lookback.time.EpochUnit;
import io.lookback.time.EventTimes;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How the records of a topic become observations: what a job ships to its tasks. */
public record DecoderSpec(InputFormat format, Mapping mapping) implements Serializable {

    /** Of one record, unless the settings say otherwise. */
    public static final int MAX_POINTS = 10_000;

    /**
     * A CSV row has no types, so there every column that is not part of the series or the time is a value. Influx writes
     * several lines into a record.
     */
    public DecoderSpec {
        if (format instanceof InputFormat.Influx && mapping.points().fields().isEmpty()) {
            mapping = mapping.exploded(Exploder.ofRoot(mapping.points().most()));
        }
        if (format instanceof InputFormat.Csv csv) {
            requireColumns(csv, mapping);
            if (mapping.values().isEmpty()) {
                mapping = mapping.withValues(remaining(csv, mapping));
            }
        }
    }

    /** A decoder for one thread. */
    public ObservationDecoder open() {
        return open(System::currentTimeMillis);
    }

    /**
     * The unit that the magnitude of a record's time says; empty for a text, or where nothing has to be guessed.
     *
     * @throws IOException if a schema registry does not answer
     */
    public Optional<EpochUnit> guessedUnit(byte[] value) throws IOException {
        Field time = mapping.time();
        if (time == null || !mapping.timeFormat().auto()) {
            return Optional.empty();
        }
        try {
            Object record = format.open().read(value);
            Optional<Exploder> exploder = Exploder.of(mapping);
            List<?> points = exploder.isPresent() ? exploder.get().points(record) : List.of(record);
            Object raw = points.isEmpty() ? null : time.in(points.get(0));
            return raw == null ? Optional.empty() : EventTimes.unit(raw);
        } catch (DecodingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** @param clock ms since the epoch */
    ObservationDecoder open(LongSupplier clock) {
        return new ObservationDecoder(format.open(), new ObservationReader(mapping, clock), mapping);
    }

    private static List<Field> remaining(InputFormat.Csv csv, Mapping mapping) {
        return csv.columns().stream()
                .map(List::of)
                .filter(column -> !mapping.identifies(column))
                .map(column -> Field.of(FieldPath.ofNames(column)))
                .toList();
    }

    private static void requireColumns(InputFormat.Csv csv, Mapping mapping) {
        for (FieldPath path : mapping.fields().stream()
                .flatMap(field -> field.paths().stream())
                .toList()) {
            boolean column = path.steps().size() == 1
                    && csv.columns().contains(path.steps().get(0).toString());
            if (!column && !SeriesReader.ofKafka(path)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "The mapping names '%s', which is not one of the columns %s",
                        path,
                        csv.columns()));
            }
        }
    }
}
