package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One score of a series, as the page shows it.
 *
 * @param time event-time ms
 * @param score 0..1
 * @param severity 0..1
 * @param anomaly whether the record was called anomalous
 * @param ready whether the warm-up was over
 * @param confidence progress of the warm-up, 0..1
 * @param features in the order of the record
 * @param attention empty unless the job asks for it
 * @param weights of the forecasters; empty unless the job asks for them
 */
record Point(
        long time,
        double score,
        double severity,
        boolean anomaly,
        boolean ready,
        double confidence,
        List<Feature> features,
        List<Look> attention,
        List<Weight> weights) {

    private static final int BYTES = 120;
    private static final int BYTES_PER_FEATURE = 64;
    private static final int BYTES_PER_LOOK = 200;
    private static final int BYTES_PER_WEIGHT = 48;

    /** One value with its forecast; {@link Double#NaN} where there is none. */
    record Feature(double value, double expected, double lower, double upper, double contribution) {}

    /** A past step that a cell looked at when it predicted a feature. */
    record Look(String model, String feature, long time, double weight) {}

    /** How much a forecaster counted in the expected value of a feature, and what it expected alone. */
    record Weight(String feature, String forecaster, double weight, double expected) {}

    /**
     * @param score a record of the score topic, decoded
     * @throws java.time.format.DateTimeParseException if its time is none
     */
    static Point of(JsonNode score) {
        return new Point(
                millis(score.path("time")),
                score.path("score").asDouble(),
                score.path("severity").asDouble(),
                score.path("anomaly").asBoolean(),
                !score.path("status").asText().equals("WARMING"),
                score.path("confidence").asDouble(),
                features(score.path("features")),
                looks(score.path("attention")),
                weights(score.path("features")));
    }

    /** About what it takes in memory. */
    long bytes() {
        return BYTES
                + (long) BYTES_PER_FEATURE * features.size()
                + (long) BYTES_PER_LOOK * attention.size()
                + (long) BYTES_PER_WEIGHT * weights.size();
    }

    static long millis(JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli();
    }

    static double number(JsonNode number) {
        return number.isNumber() ? number.asDouble() : Double.NaN;
    }

    private static List<Feature> features(JsonNode features) {
        List<Feature> read = new ArrayList<>(features.size());
        for (JsonNode feature : features) {
            read.add(new Feature(
                    number(feature.path("value")),
                    number(feature.path("expected")),
                    number(feature.path("lower")),
                    number(feature.path("upper")),
                    feature.path("contribution").asDouble()));
        }
        return List.copyOf(read);
    }

    private static List<Look> looks(JsonNode attention) {
        List<Look> looks = new ArrayList<>();
        for (JsonNode cell : attention) {
            String model = cell.path("model").asText().intern();
            String feature = cell.path("feature").asText().intern();
            for (JsonNode step : cell.path("steps")) {
                looks.add(new Look(
                        model,
                        feature,
                        millis(step.path("time")),
                        step.path("weight").asDouble()));
            }
        }
        return List.copyOf(looks);
    }

    private static List<Weight> weights(JsonNode features) {
        List<Weight> weights = new ArrayList<>();
        for (JsonNode feature : features) {
            for (JsonNode one : feature.path("weights")) {
                weights.add(new Weight(
                        feature.path("name").asText().intern(),
                        one.path("name").asText().intern(),
                        one.path("weight").asDouble(),
                        number(one.path("expected"))));
            }
        }
        return List.copyOf(weights);
    }
}
