package io.lookback.job;

import io.lookback.event.RegularFile;
import io.lookback.wire.DecoderSpec;
import io.lookback.wire.Field;
import io.lookback.wire.FixedSchema;
import io.lookback.wire.InputFormat;
import io.lookback.wire.Mapping;
import io.lookback.wire.RegistrySchemas;
import io.lookback.wire.SchemaRegistry;
import io.lookback.wire.SchemaSource;
import io.lookback.wire.TimeFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a topic's records become observations. */
final class DecoderReader {

    private static final String KAFKA_KEY = "kafka-key";
    private static final String KAFKA_TIMESTAMP = "kafka-timestamp";
    private static final String ALL_NUMBERS = "all-numbers";
    private static final String INFLUX = "influx";

    /** What becomes of records that say that a row was deleted. */
    private enum Deletes {
        /** Skipped where fields are mapped out of Debezium's envelopes. */
        AUTO,
        SKIP,
        DEAD_LETTER
    }

    private final Settings settings;
    private final ZoneId zone;

    DecoderReader(Settings settings, ZoneId zone) {
        this.settings = settings;
        this.zone = zone;
    }

    DecoderSpec read() {
        Mapping mapping = mapping();
        return new DecoderSpec(
                format(),
                switch (settings.choice(Key.INPUT_DELETES, Deletes.class)) {
                    case AUTO -> mapping;
                    case SKIP -> mapping.withDeletes(true);
                    case DEAD_LETTER -> mapping.withDeletes(false);
                });
    }

    private Mapping mapping() {
        return new Mapping(
                series(),
                time(),
                timeFormat(),
                settings.duration(Key.INPUT_MAX_AHEAD),
                values(),
                settings.flag(Key.INPUT_KEEP_BYTES),
                new Mapping.Points(points(), maxPoints()));
    }

    private List<Field> points() {
        return settings.list(Key.INPUT_EXPLODE).stream()
                .map(text -> path(Key.INPUT_EXPLODE, text))
                .toList();
    }

    private int maxPoints() {
        int most = settings.count(Key.INPUT_MAX_POINTS);
        if (most < 1) {
            throw settings.wrong(Key.INPUT_MAX_POINTS, "give 1 or more");
        }
        return most;
    }

    private List<Field> series() {
        return influx(Key.INPUT_SERIES)
                ? List.of(Field.parse("measurement"), Field.parse("tags?"))
                : paths(Key.INPUT_SERIES, KAFKA_KEY);
    }

    /** Fields by their paths, or by names of their own: {@code values: {cpu: load.avg.0}}. */
    private List<Field> values() {
        Map<String, String> named = settings.under(Key.INPUT_VALUES + ".");
        if (!named.isEmpty()) {
            return named.entrySet().stream()
                    .map(entry -> path(Key.INPUT_VALUES, entry.getValue()).named(entry.getKey()))
                    .toList();
        }
        return influx(Key.INPUT_VALUES)
                ? List.of(Field.parse("fields"))
                : requireOnce(paths(Key.INPUT_VALUES, ALL_NUMBERS));
    }

    private List<Field> requireOnce(List<Field> values) {
        Set<String> names = new HashSet<>();
        for (Field value : values) {
            if (!names.add(value.name())) {
                throw settings.wrong(
                        Key.INPUT_VALUES,
                        String.format(
                                Locale.ROOT,
                                "two of them are called '%s'; name each once, or give names as in {cpu: a.load, disk: b.load}",
                                value.name()));
            }
        }
        return values;
    }

    /** Whether a key keeps what suits influx lines, since the user gave nothing. */
    private boolean influx(Key key) {
        return !settings.isSet(key) && settings.text(Key.INPUT_FORMAT).equals(INFLUX);
    }

    private TimeFormat timeFormat() {
        try {
            return new TimeFormat(settings.text(Key.INPUT_TIME_FORMAT), zone);
        } catch (IllegalArgumentException e) {
            String reason = settings.get(Key.INPUT_TIME_FORMAT).hidden() ? "" : ". " + e.getMessage();
            throw settings.wrong(
                    Key.INPUT_TIME_FORMAT,
                    "give auto, epoch-s, epoch-ms, epoch-us, epoch-ns, iso or a pattern such as yyyy-MM-dd" + reason);
        }
    }

    private @Nullable Field time() {
        if (influx(Key.INPUT_TIME)) {
            return Field.parse("time | kafka-timestamp");
        }
        String text = settings.text(Key.INPUT_TIME);
        return text.equals(KAFKA_TIMESTAMP) ? null : path(Key.INPUT_TIME, text);
    }

    private List<Field> paths(Key key, String all) {
        List<String> texts = settings.list(key);
        if (texts.isEmpty()) {
            throw settings.wrong(key, "name at least one field, or " + all);
        }
        return texts.equals(List.of(all))
                ? List.of()
                : texts.stream().map(text -> path(key, text)).toList();
    }

    private Field path(Key key, String text) {
        return settings.parse(
                key,
                "separate the steps of a path by single dots, such as host.cpu, and write \\. for a dot in a name",
                ignored -> Field.parse(text));
    }

    private InputFormat format() {
        String format = settings.text(Key.INPUT_FORMAT);
        return switch (format) {
            case "json" -> new InputFormat.Json();
            case "avro" -> new InputFormat.Avro(schemas());
            case "csv" -> csv();
            case INFLUX -> new InputFormat.Influx();
            default -> throw settings.wrong(Key.INPUT_FORMAT, "give json, avro, csv or influx");
        };
    }

    private InputFormat csv() {
        List<String> columns = settings.list(Key.INPUT_COLUMNS);
        if (columns.isEmpty()) {
            throw settings.wrong(Key.INPUT_COLUMNS, "rows carry no header, so name the columns in their order");
        }
        return new InputFormat.Csv(columns, delimiter());
    }

    private char delimiter() {
        String text = settings.text(Key.INPUT_DELIMITER);
        if (text.equals("\\t")) {
            return '\t';
        }
        if (text.length() != 1 || text.equals("\"")) {
            throw settings.wrong(Key.INPUT_DELIMITER, "give one character other than the quote, such as ;");
        }
        return text.charAt(0);
    }

    private SchemaSource schemas() {
        Optional<SchemaRegistry> registry = JobConfigReader.registry(
                settings,
                Key.INPUT_REGISTRY,
                Key.INPUT_REGISTRY_USER,
                Key.INPUT_REGISTRY_PASSWORD,
                Key.INPUT_REGISTRY_TOKEN);
        Optional<String> file = settings.optional(Key.INPUT_SCHEMA);
        if (registry.isPresent() && file.isPresent()) {
            throw settings.wrong(Key.INPUT_SCHEMA, "input.registry.url is set as well; keep one of the two");
        }
        if (registry.isPresent()) {
            return new RegistrySchemas(registry.get());
        }
        return file.<SchemaSource>map(this::fixed).orElseGet(() -> FixedSchema.ofObservations());
    }

    private FixedSchema fixed(String file) {
        return settings.parse(Key.INPUT_SCHEMA, "give a readable .avsc file with a record schema", text -> {
            try {
                return new FixedSchema(RegularFile.text(Path.of(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
