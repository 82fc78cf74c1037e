package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Incident;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Incidents keyed by their id. A smaller form lists half of the members, and so on; the size stays. */
public final class IncidentsToKafka extends ToKafka<Incident> {

    private static final long serialVersionUID = 1;

    /** An incident comes from no record alone. */
    private static final int NOWHERE = -1;

    public IncidentsToKafka(String topic, TopicLimits limits, OutputFormat format) {
        super(topic, limits, format.incidents(topic), Schemas.incident());
    }

    @Override
    String key(Incident incident) {
        return incident.id();
    }

    @Override
    String id(Incident incident) {
        return incident.id();
    }

    @Override
    long time(Incident incident) {
        return incident.end();
    }

    @Override
    Optional<Incident> smaller(Incident incident) {
        int listed = incident.members().size();
        return listed == 0 ? Optional.empty() : Optional.of(listing(incident, listed / 2));
    }

    @Override
    Incident smallest(Incident incident) {
        return incident.members().isEmpty() ? incident : listing(incident, 0);
    }

    @Override
    String lacks(Incident incident, Incident smaller) {
        return "members";
    }

    @Override
    long chars(Incident smallest) {
        return 2L * smallest.id().length()
                + smallest.title().length()
                + smallest.firstMover().length()
                + smallest.shared().length()
                + smallest.text().length();
    }

    @Override
    Rejection rejection(Incident incident, String message) {
        Payload payload = new Payload(
                Bytes.wrap(incident.id().getBytes(StandardCharsets.UTF_8)),
                Bytes.wrap(value(incident)),
                List.of(),
                incident.end());
        return new Rejection(
                new Origin(topic(), NOWHERE, NOWHERE), payload, Rejection.Reason.TOO_LARGE, "Incident " + message);
    }

    private static Incident listing(Incident incident, int members) {
        return new Incident(
                incident.id(),
                incident.phase(),
                incident.title(),
                incident.begin(),
                incident.end(),
                incident.severity(),
                incident.firstMover(),
                incident.shared(),
                incident.size(),
                incident.members().subList(0, members),
                incident.text());
    }
}
