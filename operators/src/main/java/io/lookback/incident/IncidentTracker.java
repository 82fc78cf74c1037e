package io.lookback.incident;

import io.lookback.alert.SilenceAlerts;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Incident;
import io.lookback.event.Incident.Member;
import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Puts alerts of different series that begin together into incidents. An alert is near another if they began within
 * {@link IncidentSpec#within} of each other in event time. It joins those near it, or the open incident that they are in,
 * if
 *
 * <ul>
 *   <li>their series have alerted together before ({@link CoOccurrence}), or
 *   <li>there are so many that chance does not bring them together ({@link CoincidenceRate}).
 * </ul>
 *
 * <p>An incident begins with {@link IncidentSpec#least} series, is updated by each further series and each higher
 * severity, and ends with the last of its alerts; what begins afterwards has nothing to do with them. Alerts that a rule
 * suppresses, and that of the whole input's silence, take no part. Bounded: {@value #MOST_WAITING} alerts that are in no
 * incident and {@value #MOST_INCIDENTS} open incidents; the oldest leave. The same alerts in the same order make the same incidents. Mutable, one owner.
 */
public final class IncidentTracker {

    private static final int VERSION = 1;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_INCIDENTS = 1_000;

    private final IncidentSpec spec;
    private final CoOccurrence coOccurrence;
    private final CoincidenceRate coincidence;
    /** Latest alerts, those in open incidents included: whom a new one may be near. */
    private final Deque<Member> recent = new ArrayDeque<>();

    private final List<OpenIncident> incidents = new ArrayList<>();

    public IncidentTracker(IncidentSpec spec) {
        this(spec, new CoOccurrence(), new CoincidenceRate(spec.within().toMillis()));
    }

    private IncidentTracker(IncidentSpec spec, CoOccurrence coOccurrence, CoincidenceRate coincidence) {
        this.spec = spec;
        this.coOccurrence = coOccurrence;
        this.coincidence = coincidence;
    }

    /** Open incidents. */
    public int open() {
        return incidents.size();
    }

    /** Takes a change of an alert in; returns the changes that it makes, in order. */
    public List<Incident> take(Alert alert) {
        if (alert.suppression() != null || isOfWholeInput(alert)) {
            return List.of();
        }
        Member member = new Member(
                alert.series(),
                alert.id(),
                alert.phase() != Alert.Phase.END,
                alert.begin(),
                alert.end(),
                alert.severity(),
                alert.text());
        Optional<OpenIncident> its =
                incidents.stream().filter(one -> one.has(alert.id())).findFirst();
        if (its.isPresent()) {
            return advance(its.get(), member);
        }
        if (isRecent(alert.id())) {
            replace(member);
            return List.of();
        }
        return alert.phase() == Alert.Phase.END ? List.of() : begin(member);
    }

    private static boolean isOfWholeInput(Alert alert) {
        return alert.kind() == AlertKind.SILENCE && alert.series().equals(SilenceAlerts.ALL);
    }

    private List<Incident> advance(OpenIncident incident, Member member) {
        replace(member);
        boolean news = incident.put(member);
        if (incident.over()) {
            incidents.remove(incident);
            recent.removeIf(one -> incident.has(one.alert()));
            return List.of(incident.change(Alert.Phase.END));
        }
        return news ? List.of(incident.change(Alert.Phase.UPDATE)) : List.of();
    }

    private List<Incident> begin(Member member) {
        List<Member> near = near(member);
        List<Member> related = related(member, near);
        coOccurrence.learn(member, near);
        coincidence.learn(member.begin());
        recent.addLast(member);
        if (recent.size() > MOST_WAITING) {
            recent.removeFirst();
        }
        Optional<OpenIncident> joined = incidents.stream()
                .filter(incident -> related.stream().anyMatch(other -> incident.has(other.alert())))
                .findFirst();
        if (joined.isPresent()) {
            related.stream().filter(this::free).forEach(joined.get()::put);
            joined.get().put(member);
            return List.of(joined.get().change(Alert.Phase.UPDATE));
        }
        return 1 + related.size() < spec.least() ? List.of() : open(member, related);
    }

    private List<Incident> open(Member member, List<Member> related) {
        OpenIncident incident = new OpenIncident("incident-" + member.alert());
        related.forEach(incident::put);
        incident.put(member);
        List<Incident> changes = new ArrayList<>(2);
        if (incidents.size() == MOST_INCIDENTS) {
            changes.add(incidents.remove(0).change(Alert.Phase.END));
        }
        incidents.add(incident);
        changes.add(incident.change(Alert.Phase.BEGIN));
        return changes;
    }

    /** The latest alert of each other series that began near it. */
    private List<Member> near(Member member) {
        List<Member> near = new ArrayList<>();
        for (Member other : recent) {
            if (Math.abs(other.begin() - member.begin()) <= spec.within().toMillis()
                    && !other.series().equals(member.series())) {
                near.removeIf(earlier -> earlier.series().equals(other.series()));
                near.add(other);
            }
        }
        return near;
    }

    private List<Member> related(Member member, List<Member> near) {
        if (coincidence.unlikely(near.size() + 1)) {
            return near;
        }
        return near.stream()
                .filter(other -> coOccurrence.related(member.series(), other.series()))
                .toList();
    }

    private boolean free(Member member) {
        return incidents.stream().noneMatch(incident -> incident.has(member.alert()));
    }

    private boolean isRecent(String alert) {
        return recent.stream().anyMatch(member -> member.alert().equals(alert));
    }

    private void replace(Member member) {
        Iterator<Member> members = recent.iterator();
        List<Member> kept = new ArrayList<>(recent.size());
        while (members.hasNext()) {
            Member one = members.next();
            kept.add(one.alert().equals(member.alert()) ? member : one);
        }
        recent.clear();
        recent.addAll(kept);
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        coOccurrence.write(out);
        coincidence.write(out);
        OpenIncident.write(recent, out);
        out.writeInt(incidents.size());
        for (OpenIncident incident : incidents) {
            incident.write(out);
        }
    }

    public static IncidentTracker read(DataInput in, IncidentSpec spec) throws IOException {
        Versions.require("incidents", in.readByte(), VERSION);
        IncidentTracker tracker = new IncidentTracker(
                spec,
                CoOccurrence.read(in),
                CoincidenceRate.read(in, spec.within().toMillis()));
        tracker.recent.addAll(OpenIncident.read(in, MOST_WAITING));
        for (int left = in.readInt(); left > 0; left--) {
            tracker.incidents.add(OpenIncident.read(in));
        }
        return tracker;
    }
}
