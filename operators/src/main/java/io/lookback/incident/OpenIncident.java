package io.lookback.incident;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.event.Incident.Member;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An incident while it goes on: its alerts by their ids. Mutable, one owner. */
final class OpenIncident {

    private static final int MOST_MEMBERS = 10_000;

    private final String id;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private double severity;

    OpenIncident(String id) {
        this.id = id;
    }

    boolean has(String alert) {
        return members.containsKey(alert);
    }

    Collection<Member> members() {
        return members.values();
    }

    /** Returns whether that changes what people should know: another series, or a higher severity. */
    boolean put(Member member) {
        boolean news = !members.containsKey(member.alert()) || member.severity() > severity;
        if (members.size() < MOST_MEMBERS || members.containsKey(member.alert())) {
            members.put(member.alert(), member);
            severity = Math.max(severity, member.severity());
            return news;
        }
        return false;
    }

    boolean over() {
        return members.values().stream().noneMatch(Member::open);
    }

    Incident change(Alert.Phase phase) {
        List<Member> sorted = members.values().stream()
                .sorted(Comparator.comparingLong(Member::begin).thenComparing(Member::series))
                .toList();
        List<String> series = sorted.stream().map(Member::series).distinct().toList();
        String first = series.get(0);
        String shared = Common.of(series);
        String title = shared.isEmpty()
                ? String.format(Locale.ROOT, "%s and %d more", first, series.size() - 1)
                : String.format(Locale.ROOT, "%s (%d series)", shared, series.size());
        long begin = sorted.get(0).begin();
        return new Incident(
                id,
                phase,
                title,
                begin,
                members.values().stream().mapToLong(Member::end).max().orElse(begin),
                severity,
                first,
                shared,
                series.size(),
                sorted.subList(0, Math.min(sorted.size(), Incident.MOST_LISTED)),
                String.format(
                        Locale.ROOT,
                        "%d series %s together, %s first: %s",
                        series.size(),
                        phase == Alert.Phase.END ? "were anomalous" : "are anomalous",
                        first,
                        sorted.get(0).text()));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(id);
        write(members.values(), out);
    }

    static OpenIncident read(DataInput in) throws IOException {
        OpenIncident incident = new OpenIncident(in.readUTF());
        read(in, MOST_MEMBERS).forEach(incident::put);
        return incident;
    }

    static void write(Collection<Member> members, DataOutput out) throws IOException {
        out.writeInt(members.size());
        for (Member member : members) {
            out.writeUTF(member.series());
            out.writeUTF(member.alert());
            out.writeBoolean(member.open());
            out.writeLong(member.begin());
            out.writeLong(member.end());
            out.writeDouble(member.severity());
            out.writeUTF(member.text());
        }
    }

    static List<Member> read(DataInput in, int most) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > most) {
            throw new IOException(String.format(Locale.ROOT, "An incident of %d members, %d are possible", size, most));
        }
        List<Member> members = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            members.add(new Member(
                    in.readUTF(),
                    in.readUTF(),
                    in.readBoolean(),
                    in.readLong(),
                    in.readLong(),
                    in.readDouble(),
                    in.readUTF()));
        }
        return members;
    }
}
