package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a job said of the records of one stretch of event time.
 *
 * @param scores of all series
 * @param alerts changes whose peak lies within
 */
record Round(List<JsonNode> scores, List<JsonNode> alerts) {

    /** Alert scores of 1,000 false alarms in 10,000 records, as the job is set, and of a sixteenth, as four labels make it. */
    private static final double SET_TO = 0.12;

    private static final double RAISED = 0.31;

    List<JsonNode> alerts(String series) {
        return alerts.stream()
                .filter(alert -> alert.get("series").asText().equals(series))
                .toList();
    }

    List<JsonNode> begun(String series) {
        return alerts(series).stream()
                .filter(alert -> alert.get("phase").asText().equals("BEGIN"))
                .toList();
    }

    /** Scores that tell which of the two thresholds holds. */
    List<JsonNode> between(String series) {
        return scores.stream()
                .filter(score -> score.get("series").asText().equals(series))
                .filter(score -> score.get("status").asText().equals("READY"))
                .filter(score -> score.get("score").asDouble() > SET_TO
                        && score.get("score").asDouble() < RAISED)
                .toList();
    }

    static boolean suppressed(JsonNode alert) {
        return !alert.get("suppressed_by").isNull();
    }

    static boolean anomaly(JsonNode score) {
        return score.get("anomaly").asBoolean();
    }
}
