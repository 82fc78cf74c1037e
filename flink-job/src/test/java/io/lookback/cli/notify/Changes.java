package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Changes of alerts as a job writes them. */
final class Changes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Changes() {}

    static ObjectNode alert(String series, String phase, Instant begin) {
        ObjectNode alert = JSON.createObjectNode();
        alert.put("id", series + '-' + begin.toEpochMilli());
        alert.put("series", series);
        alert.put("phase", phase);
        alert.put("begin", begin.toString());
        alert.put("peak", begin.toString());
        alert.put("end", begin.toString());
        alert.put("peak_score", 0.93);
        alert.put("severity", 0.7);
        alert.put("records", 1);
        alert.put("feature", "errors");
        alert.put("direction", "ABOVE");
        alert.put("value", 48);
        alert.put("expected", 4.5);
        alert.putNull("suppressed_by");
        alert.putNull("suppression_reason");
        alert.putArray("contributions").addObject().put("feature", "errors").put("share", 0.9);
        alert.put("kind", "LEVEL");
        alert.put("text", "errors is 12 times the usual for Monday 14:00: 48 instead of 4");
        alert.putNull("ending");
        if (phase.equals("END")) {
            alert.put("ending", "RECOVERED");
        }
        return alert;
    }

    /** Of an incident of three series. */
    static ObjectNode incident(String id, String phase, Instant begin) {
        ObjectNode incident = JSON.createObjectNode();
        incident.put("id", id);
        incident.put("phase", phase);
        incident.put("title", "rack-3 (3 series)");
        incident.put("begin", begin.toString());
        incident.put("end", begin.toString());
        incident.put("severity", 0.7);
        incident.put("first_mover", "rack-3/a");
        incident.put("shared", "rack-3");
        incident.put("size", 3);
        for (String series : new String[] {"rack-3/a", "rack-3/b", "rack-3/c"}) {
            ObjectNode member = incident.withArray("members").addObject();
            member.put("series", series).put("alert", series + "-1").put("open", true);
            member.put("begin", begin.toString()).put("end", begin.toString());
            member.put("severity", 0.7).put("text", "errors is 48 instead of 4");
        }
        incident.put("text", "3 series are anomalous together, rack-3/a first: errors is 48 instead of 4");
        return incident;
    }

    static Notice notice(String series, String phase) {
        try {
            return Notice.ofAlert(alert(series, phase, Instant.parse("2026-01-31T13:00:00Z")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
