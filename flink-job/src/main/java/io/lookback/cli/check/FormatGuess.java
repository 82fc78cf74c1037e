package io.lookback.cli.check;

import io.lookback.cli.CliException;
import io.lookback.wire.InputFormat;
import io.lookback.wire.PlainRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the format in which most values can be read. Rows of CSV carry no header, so their columns get names.
 *
 * @param settings under {@code input.} that say so
 */
record FormatGuess(InputFormat format, Map<String, String> settings) {

    private static final double MOST = 0.8;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    static FormatGuess of(List<byte[]> values) throws IOException {
        List<FormatGuess> guesses = new ArrayList<>(List.of(
                new FormatGuess(new InputFormat.Json(), Map.of("format", "json")),
                new FormatGuess(new InputFormat.Influx(), Map.of("format", "influx"))));
        for (char delimiter : DELIMITERS) {
            rows(values, delimiter).ifPresent(guesses::add);
        }
        for (FormatGuess guess : guesses) {
            if (guess.records(values).size() >= MOST * values.size()) {
                return guess;
            }
        }
        throw new CliException(
                values.stream()
                                        .filter(value -> value.length > 5 && value[0] == 0)
                                        .count()
                                > MOST * values.size()
                        ? "The values begin with a zero byte, as Avro does with a schema registry. Give a --config with"
                                + " input.format: avro and input.registry.url, and the mapping is proposed."
                        : "The values are neither JSON nor influx lines nor rows of CSV. If they are Avro, give a --config"
                                + " with input.format: avro and input.schema or input.registry.url.");
    }

    private static Optional<FormatGuess> rows(List<byte[]> values, char delimiter) {
        String first = new String(values.get(0), StandardCharsets.UTF_8);
        int columns = (int) first.chars().filter(c -> c == delimiter).count() + 1;
        if (columns < 2) {
            return Optional.empty();
        }
        List<String> names = IntStream.rangeClosed(1, columns)
                .mapToObj(column -> "column" + column)
                .toList();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("format", "csv");
        settings.put("columns", '[' + String.join(", ", names) + ']');
        settings.put("delimiter", delimiter == '\t' ? "'\\t'" : "'" + delimiter + "'");
        return Optional.of(new FormatGuess(new InputFormat.Csv(names, delimiter), settings));
    }

    /** Those that can be read. */
    List<Object> records(List<byte[]> values) throws IOException {
        PlainRecords reader = new PlainRecords(format);
        List<Object> records = new ArrayList<>();
        for (byte[] value : values) {
            reader.read(value).ifPresent(records::add);
        }
        return records;
    }
}
