package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.types.Either;

/**
 * Where a job's records come from, topics in a job, and what people tell it.
 *
 * @param control empty for a job that nobody talks to
 * @param topics of the records, Kafka's ids by name; empty where nobody asked the brokers
 */
public record Sources(
        Source<Either<Rejection, Observation>, ?, ?> records, Optional<Control> control, Map<String, String> topics) {

    public Sources {
        topics = Map.copyOf(topics);
    }

    public Sources(Source<Either<Rejection, Observation>, ?, ?> records, Optional<Control> control) {
        this(records, control, Map.of());
    }

    /**
     * The control topic, or what stands for it.
     *
     * @param changes from the oldest there are
     * @param preload of what is in force when the job begins
     */
    public record Control(
            Source<Either<Rejection, ControlChange>, ?, ?> changes, ControlPreload preload, ControlLimits limits) {}
}
