package io.lookback.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Decoded records of the topics of scores and alerts. */
final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    /** @param minute event time */
    static JsonNode score(String series, int minute, double value, double severity) {
        return json("""
                {"id": "i", "series": %s, "time": "%s", "score": 0.25, "severity": %s, "anomaly": false,
                 "status": "READY", "confidence": 1,
                 "features": [{"name": "load", "value": %s, "expected": 2.5, "lower": null, "upper": 4,
                               "contribution": 1,
                               "weights": [{"name": "last", "weight": 0.75, "expected": 2.25}]}],
                 "attention": [{"model": "local", "feature": "load",
                                "steps": [{"time": "%s", "weight": 0.4}]}]}
                """.formatted(quoted(series), time(minute), severity, value, time(minute - 2)));
    }

    static JsonNode alert(String series, String phase, int begin, double peakScore) {
        return json("""
                {"id": "%s/%d", "series": %s, "phase": "%s", "begin": "%s", "peak": "%s", "end": "%s",
                 "peak_score": %s, "severity": 0.9, "records": 3, "feature": "load", "direction": "ABOVE",
                 "value": 9.5, "expected": null}
                """.formatted(
                "alert", begin, quoted(series), phase, time(begin), time(begin + 1), time(begin + 2), peakScore));
    }

    /** Suppressed by a rule. */
    static JsonNode known(String series, String phase, int begin, double peakScore) {
        ObjectNode alert = (ObjectNode) alert(series, phase, begin, peakScore);
        return alert.put("suppressed_by", "r1").put("suppression_reason", "backup");
    }

    /** Of two series of three. */
    static JsonNode incident(String id, String phase, int begin) {
        String member = "{\"series\": \"rack-3/%s\", \"alert\": \"x\", \"open\": true, \"begin\": \"%s\"}";
        return json("""
                {"id": "%s", "phase": "%s", "title": "rack-3 (3 series)", "begin": "%s", "end": "%s",
                 "severity": 0.75, "first_mover": "rack-3/a", "shared": "rack-3", "size": 3,
                 "members": [%s, %s], "text": "3 series are anomalous together"}
                """.formatted(
                        id,
                        phase,
                        time(begin),
                        time(begin + 2),
                        member.formatted("a", time(begin)),
                        member.formatted("<b>", time(begin + 1))));
    }

    /** Of the two records after that minute. */
    static JsonNode forecast(String series, int minute, double expected) {
        return json("""
                {"id": "x", "series": %s, "made": "%s", "interval_ms": 60000, "model": "m",
                 "features": [{"name": "load", "expected": [%s, null], "lower": [1, null], "upper": [9, null]}]}
                """.formatted(quoted(series), time(minute), expected));
    }

    static long millis(int minute) {
        return 60_000L * minute;
    }

    private static String time(int minute) {
        return Instant.ofEpochMilli(millis(minute)).toString();
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }
}
