package io.lookback.wire;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How the records of a topic become observations: what a job ships to its tasks. */
public record DecoderSpec(InputFormat format, Mapping mapping) implements Serializable {

    /** A CSV row has no types, so there every column that is not part of the series or the time is a value. */
    public DecoderSpec {
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

    /** @param clock ms since the epoch */
    ObservationDecoder open(LongSupplier clock) {
        return new ObservationDecoder(format.open(), new ObservationReader(mapping, clock), mapping.skipDeletes());
    }

    private static List<FieldPath> remaining(InputFormat.Csv csv, Mapping mapping) {
        return csv.columns().stream()
                .map(column -> new FieldPath(List.of(column)))
                .filter(path -> !mapping.identifies(path))
                .toList();
    }

    private static void requireColumns(InputFormat.Csv csv, Mapping mapping) {
        for (FieldPath path : mapping.fields()) {
            if (path.steps().size() != 1 || !csv.columns().contains(path.steps().get(0))) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "The mapping names '%s', which is not one of the columns %s",
                        path,
                        csv.columns()));
            }
        }
    }
}
