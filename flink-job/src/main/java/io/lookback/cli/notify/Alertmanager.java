package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.wire.Printable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prometheus Alertmanager, API v2. It takes an alert for over unless it is told again, so what is open is sent again all
 * the time, each time with an end some repetitions ahead, as Prometheus does: if this process dies, its alerts resolve by
 * themselves. An alert is known there by its labels, so these are what does not change in its life: the name, the series
 * (of an incident its id: its title and its first mover change as series join), and what the user adds. The rest is
 * annotations.
 */
final class Alertmanager implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Repetitions that may fail before an open alert resolves by itself. */
    private static final int AHEAD = 4;

    /** Longer labels help nobody, and the API's readers store each of them. */
    private static final int MAX_LABEL = 512;

    private static final List<String> ANNOTATIONS = List.of(
            "kind",
            "feature",
            "direction",
            "value",
            "expected",
            "severity",
            "peak_score",
            "title",
            "first_mover",
            "shared",
            "size");

    private final URI address;
    private final Map<String, String> headers;
    private final Map<String, String> labels;
    private final Duration repetition;

    /** @param address of the Alertmanager, without the API's path */
    Alertmanager(URI address, Map<String, String> headers, Map<String, String> labels, Duration repetition) {
        this.address = URI.create(address.toString().replaceFirst("/+$", "") + "/api/v2/alerts");
        this.headers = Map.copyOf(headers);
        this.labels = Map.copyOf(labels);
        this.repetition = repetition;
    }

    @Override
    public Optional<Message> message(Notice notice, boolean first, Instant now) {
        return Optional.of(post(List.of(notice), now));
    }

    @Override
    public Optional<Message> reminder(Collection<Notice> open, Instant now) {
        return open.isEmpty() ? Optional.empty() : Optional.of(post(open, now));
    }

    private Message post(Collection<Notice> notices, Instant now) {
        ArrayNode alerts = JSON.createArrayNode();
        notices.forEach(notice -> alerts.add(alert(notice, now)));
        return new Message(address, "application/json", headers, alerts.toString());
    }

    private ObjectNode alert(Notice notice, Instant now) {
        ObjectNode alert = JSON.createObjectNode();
        Instant end = notice.open() ? now.plus(repetition.multipliedBy(AHEAD)) : now;
        Instant begin = notice.begin().isAfter(now) ? now : notice.begin();
        ObjectNode named = alert.putObject("labels");
        named.put("alertname", notice.name());
        named.put(
                notice.incident() ? "incident" : "series", bounded(notice.incident() ? notice.id() : notice.subject()));
        labels.forEach(named::put);
        ObjectNode told = alert.putObject("annotations");
        told.put("summary", Printable.line(notice.text()));
        told.put("alert_id", bounded(notice.id()));
        told.put("level", notice.level());
        told.put("begin", notice.begin().toString());
        told.put("end", notice.end().toString());
        for (String field : ANNOTATIONS) {
            if (notice.json().hasNonNull(field) && notice.json().get(field).isValueNode()) {
                told.put(field, bounded(notice.json().get(field).asText()));
            }
        }
        if (!notice.members().isEmpty()) {
            told.put("members", Printable.line(String.join(", ", notice.members())));
        }
        alert.put("startsAt", begin.toString());
        alert.put("endsAt", end.toString());
        return alert;
    }

    private static String bounded(String text) {
        String line = Printable.line(text);
        return line.length() <= MAX_LABEL
                ? line
                : String.format(Locale.ROOT, "%s...%08x", line.substring(0, MAX_LABEL), text.hashCode());
    }
}
