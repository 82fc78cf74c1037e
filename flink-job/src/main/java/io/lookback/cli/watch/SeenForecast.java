package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest multi-step forecast of a series.
 *
 * @param made event-time ms
 * @param interval event-time ms from step to step
 */
record SeenForecast(long made, long interval, List<Path> paths) {

    private static final int BYTES = 200;
    private static final int BYTES_PER_NUMBER = 24;

    SeenForecast {
        paths = List.copyOf(paths);
    }

    /** Of one feature, a number a step; {@link Double#NaN} where there is none. */
    record Path(String name, List<Double> expected, List<Double> lower, List<Double> upper) {}

    /**
     * @param forecast a record of the forecast topic, decoded
     * @throws java.time.format.DateTimeParseException if its time is none
     */
    static SeenForecast of(JsonNode forecast) {
        List<Path> paths = new ArrayList<>();
        for (JsonNode path : forecast.path("features")) {
            paths.add(new Path(
                    path.path("name").asText(),
                    numbers(path.path("expected")),
                    numbers(path.path("lower")),
                    numbers(path.path("upper"))));
        }
        return new SeenForecast(
                Point.millis(forecast.path("made")),
                forecast.path("interval_ms").asLong(),
                paths);
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>(array.size());
        array.forEach(number -> numbers.add(Point.number(number)));
        return List.copyOf(numbers);
    }

    /** About what it takes in memory. */
    long bytes() {
        long numbers =
                paths.stream().mapToLong(path -> 3L * path.expected().size()).sum();
        return BYTES + BYTES_PER_NUMBER * numbers;
    }
}
