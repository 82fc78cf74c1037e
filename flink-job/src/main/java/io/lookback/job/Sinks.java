package io.lookback.job;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.incident.IncidentSpec;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;

/** Where a job's results go: topics in a job, files or lists elsewhere; empty for what nobody wants. */
public record Sinks(
        Optional<ResultOutput<Score>> scores,
        Optional<ResultOutput<Alert>> alerts,
        Optional<Sink<Rejection>> deadLetters,
        Optional<ResultOutput<Score>> shadow,
        Optional<IncidentOutlet> incidents,
        Optional<ResultOutput<MultiStepForecast>> forecasts) {

    /** Without incidents and multi-step forecasts. */
    public Sinks(
            Optional<ResultOutput<Score>> scores,
            Optional<ResultOutput<Alert>> alerts,
            Optional<Sink<Rejection>> deadLetters,
            Optional<ResultOutput<Score>> shadow) {
        this(scores, alerts, deadLetters, shadow, Optional.empty(), Optional.empty());
    }

    /** Where incidents go, and which alerts belong together. */
    public record IncidentOutlet(ResultOutput<Incident> resultOutput, IncidentSpec spec) {}
}
