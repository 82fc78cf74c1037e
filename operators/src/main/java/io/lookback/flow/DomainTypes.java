package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.ScoredRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Flink's view of the domain records: each has a serializer of its own, so none is ever left to Kryo. */
public final class DomainTypes {

    public static final TypeInformation<Observation> OBSERVATION =
            new DomainType<>(Observation.class, new ObservationSerializer());
    public static final TypeInformation<Score> SCORE = new DomainType<>(Score.class, new ScoreSerializer());
    public static final TypeInformation<ScoredRecord> SCORED_RECORD =
            new DomainType<>(ScoredRecord.class, new ScoredRecordSerializer());
    public static final TypeInformation<Alert> ALERT = new DomainType<>(Alert.class, new AlertSerializer());
    public static final TypeInformation<Incident> INCIDENT = new DomainType<>(Incident.class, new IncidentSerializer());
    public static final TypeInformation<MultiStepForecast> FORECAST =
            new DomainType<>(MultiStepForecast.class, new ForecastSerializer());
    public static final TypeInformation<Rejection> REJECTION =
            new DomainType<>(Rejection.class, new RejectionSerializer());

    public static final TypeInformation<ControlChange> CONTROL_CHANGE =
            new DomainType<>(ControlChange.class, new ControlChangeSerializer());

    private DomainTypes() {}
}
