package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A change of an alert or of an incident, as people are told.
 *
 * @param id the same for all changes of one
 * @param name short: {@code LookbackAnomaly}, {@code LookbackSilence} or {@code LookbackIncident}
 * @param subject the series, or what the members of an incident have in common
 * @param open whether the end is still to come
 * @param suppressed whether nobody wants to see it
 * @param begin event time
 * @param end event time, the latest that is known
 * @param severity 0..1
 * @param text a sentence
 * @param members series of an incident, the first mover first; of an alert none
 * @param json all that is known, as it was read
 */
record Notice(
        String id,
        String name,
        String subject,
        boolean open,
        boolean suppressed,
        Instant begin,
        Instant end,
        double severity,
        String text,
        List<String> members,
        JsonNode json) {

    private static final String INCIDENT = "LookbackIncident";
    private static final double CRITICAL = 0.8;
    private static final double ERROR = 0.6;
    private static final double WARNING = 0.3;

    Notice {
        members = List.copyOf(members);
    }

    /**
     * @param record of the alert topic, decoded
     * @throws IOException if it is none
     */
    static Notice ofAlert(JsonNode record) throws IOException {
        boolean silence = record.path("kind").asText().equals("SILENCE");
        return of(record, silence ? "LookbackSilence" : "LookbackAnomaly", "series", List.of());
    }

    /**
     * @param record of the incident topic, decoded
     * @throws IOException if it is none
     */
    static Notice ofIncident(JsonNode record) throws IOException {
        List<String> members = new ArrayList<>();
        record.path("members")
                .forEach(member -> members.add(member.path("series").asText()));
        return of(record, INCIDENT, "title", members);
    }

    private static Notice of(JsonNode record, String name, String subject, List<String> members) throws IOException {
        for (String field : List.of("id", subject, "phase", "begin", "end", "text")) {
            if (!record.path(field).isTextual()) {
                throw new IOException(String.format(Locale.ROOT, "There is no text '%s' in it", field));
            }
        }
        try {
            return new Notice(
                    record.get("id").asText(),
                    name,
                    record.get(subject).asText(),
                    !record.get("phase").asText().equals("END"),
                    record.path("suppressed_by").isTextual(),
                    Instant.parse(record.get("begin").asText()),
                    Instant.parse(record.get("end").asText()),
                    record.path("severity").asDouble(),
                    record.get("text").asText(),
                    members,
                    record);
        } catch (DateTimeException e) {
            throw new IOException("A time in it is none", e);
        }
    }

    /** Whether it is a change of an incident, and not of an alert. */
    boolean incident() {
        return name.equals(INCIDENT);
    }

    /** The severity in the words of PagerDuty's events API. */
    String level() {
        if (severity >= CRITICAL) {
            return "critical";
        }
        if (severity >= ERROR) {
            return "error";
        }
        return severity >= WARNING ? "warning" : "info";
    }
}
