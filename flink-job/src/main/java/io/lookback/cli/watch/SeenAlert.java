package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The last that was heard of an alert. Times are event-time ms.
 *
 * @param open whether its end is still to come
 * @param peakScore 0..1
 * @param value of the feature at the peak, NaN where it was missing
 * @param expected of the feature at the peak, NaN where there was no forecast
 * @param text a sentence about the peak
 * @param ending why it is over; empty while it is open
 * @param suppression which rule suppresses it and why; empty for an alert to look at
 */
record SeenAlert(
        String id,
        boolean open,
        long begin,
        long peak,
        long end,
        double peakScore,
        String feature,
        String direction,
        double value,
        double expected,
        String text,
        String ending,
        String suppression) {

    /** @param alert a record of the alert topic, decoded */
    static SeenAlert of(JsonNode alert) {
        return new SeenAlert(
                alert.path("id").asText(),
                !alert.path("phase").asText().equals("END"),
                Point.millis(alert.path("begin")),
                Point.millis(alert.path("peak")),
                Point.millis(alert.path("end")),
                alert.path("peak_score").asDouble(),
                alert.path("feature").asText(),
                alert.path("direction").asText(),
                Point.number(alert.path("value")),
                Point.number(alert.path("expected")),
                alert.path("text").asText(""),
                alert.path("ending").asText(""),
                suppression(alert));
    }

    boolean suppressed() {
        return !suppression.isEmpty();
    }

    private static String suppression(JsonNode alert) {
        if (!alert.path("suppressed_by").isTextual()) {
            return "";
        }
        String reason = alert.path("suppression_reason").asText("");
        return alert.path("suppressed_by").asText() + (reason.isEmpty() ? "" : ": " + reason);
    }
}
