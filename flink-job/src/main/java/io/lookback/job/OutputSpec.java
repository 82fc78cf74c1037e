package io.lookback.job;

import io.lookback.incident.IncidentSpec;
import io.lookback.wire.OutputFormat;
import java.util.Optional;

/**
 * What a job writes; empty for topics that nobody wants.
 *
 * @param scores topic
 * @param alerts topic
 * @param deadLetters topic
 * @param incidents topic and what belongs together
 * @param forecasts topic of multi-step forecasts
 */
public record OutputSpec(
        Optional<String> scores,
        Optional<String> alerts,
        Optional<String> deadLetters,
        Optional<Incidents> incidents,
        Optional<String> forecasts,
        OutputFormat format) {

    public OutputSpec {
        if (scores.isEmpty() && alerts.isEmpty()) {
            throw new IllegalArgumentException(
                    "output.scores and output.alerts are both none: name a topic for one of them");
        }
        scores.ifPresent(topic -> Topics.require("output.scores", topic));
        alerts.ifPresent(topic -> Topics.require("output.alerts", topic));
        incidents.ifPresent(spec -> Topics.require("output.incidents", spec.topic()));
        forecasts.ifPresent(topic -> Topics.require("output.forecasts", topic));
        deadLetters.ifPresent(topic -> Topics.require("output.dead-letters", topic));
    }

    /** Where incidents go, and which alerts belong together. */
    public record Incidents(String topic, IncidentSpec spec) {}
}
