package io.lookback.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The last that was heard of an incident. Times are event-time ms.
 *
 * @param open whether its end is still to come
 * @param severity 0..1
 * @param size of all its series
 * @param text a sentence
 * @param members the first mover first; fewer than {@code size} where the record lists fewer
 */
record SeenIncident(
        String id,
        boolean open,
        String title,
        long begin,
        long end,
        double severity,
        int size,
        String text,
        List<Member> members) {

    SeenIncident {
        members = List.copyOf(members);
    }

    /** An alert in it. */
    record Member(String series, boolean open, long begin) {}

    /**
     * @param incident a record of the incident topic, decoded
     * @throws java.time.format.DateTimeParseException if its time is none
     */
    static SeenIncident of(JsonNode incident) {
        List<Member> members = new ArrayList<>();
        for (JsonNode member : incident.path("members")) {
            members.add(new Member(
                    member.path("series").asText(),
                    member.path("open").asBoolean(),
                    Point.millis(member.path("begin"))));
        }
        return new SeenIncident(
                incident.path("id").asText(),
                !incident.path("phase").asText().equals("END"),
                incident.path("title").asText(),
                Point.millis(incident.path("begin")),
                Point.millis(incident.path("end")),
                incident.path("severity").asDouble(),
                incident.path("size").asInt(),
                incident.path("text").asText(),
                members);
    }
}
