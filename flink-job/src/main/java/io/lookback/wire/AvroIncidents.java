package io.lookback.wire;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.schema.avro.IncidentMember;
import io.lookback.schema.avro.IncidentPhase;
import io.lookback.schema.avro.IncidentRecord;
import java.time.Instant;

/** Incidents as Avro records. The switch breaks when a symbol is added to one side alone. */
final class AvroIncidents {

    private AvroIncidents() {}

    static IncidentRecord of(Incident incident) {
        return new IncidentRecord(
                incident.id(),
                phase(incident.phase()),
                incident.title(),
                Instant.ofEpochMilli(incident.begin()),
                Instant.ofEpochMilli(incident.end()),
                incident.severity(),
                incident.firstMover(),
                incident.shared(),
                incident.size(),
                incident.members().stream().map(AvroIncidents::member).toList(),
                incident.text());
    }

    private static IncidentMember member(Incident.Member member) {
        return new IncidentMember(
                member.series(),
                member.alert(),
                member.open(),
                Instant.ofEpochMilli(member.begin()),
                Instant.ofEpochMilli(member.end()),
                member.severity(),
                member.text());
    }

    private static IncidentPhase phase(Alert.Phase phase) {
        return switch (phase) {
            case BEGIN -> IncidentPhase.BEGIN;
            case UPDATE -> IncidentPhase.UPDATE;
            case END -> IncidentPhase.END;
        };
    }
}
