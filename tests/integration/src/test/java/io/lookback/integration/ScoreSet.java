package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scores of a topic by series and time, whatever topic the records came from.
 *
 * @param values all fields but the id, which names the topic
 * @param repeated scores beyond the first of a record
 * @param contradicting scores that differ from an earlier one of the same record
 */
record ScoreSet(Map<String, JsonNode> values, int repeated, int contradicting) {

    static ScoreSet of(List<JsonNode> scores) {
        Map<String, JsonNode> values = new TreeMap<>();
        int contradicting = 0;
        for (JsonNode score : scores) {
            ObjectNode value = score.deepCopy();
            value.remove("id");
            JsonNode before = values.put(score.get("series").asText() + '@' + score.get("time"), value);
            if (before != null && !before.equals(value)) {
                contradicting++;
            }
        }
        return new ScoreSet(values, scores.size() - values.size(), contradicting);
    }

    /** Those of all other series; what is repeated or contradicting is counted over all. */
    ScoreSet without(String series) {
        Map<String, JsonNode> others = new TreeMap<>(values);
        others.keySet().removeIf(record -> record.startsWith(series + '@'));
        return new ScoreSet(others, repeated, contradicting);
    }

    int missing(ScoreSet expected) {
        return (int) expected.values.keySet().stream()
                .filter(record -> !values.containsKey(record))
                .count();
    }

    /** Scores of records that are in both but not equal, or that nobody expected. */
    int different(ScoreSet expected) {
        return contradicting
                + (int) values.entrySet().stream()
                        .filter(score -> !score.getValue().equals(expected.values.get(score.getKey())))
                        .count();
    }
}
