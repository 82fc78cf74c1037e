package io.lookback.incident;

import io.lookback.event.Incident.Member;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which series' alerts tend to begin together: how often each alerted, and how often each two alerted within the span of
 * one cause. Two are related once they have met twice, in half of the alerts of the one that alerts more rarely. Bounded: the
 * latest {@value #MOST_SERIES} series and {@value #MOST_PAIRS} pairs are remembered. Mutable, one owner.
 */
final class CoOccurrence {

    private static final int MOST_SERIES = 10_000;
    private static final int MOST_PAIRS = 50_000;
    private static final int FEWEST_MEETINGS = 2;
    private static final double SHARE = 0.5;
    private static final String BETWEEN = "\u0000";

    private final Map<String, Integer> alerts = new LinkedHashMap<>();
    private final Map<String, Integer> meetings = new LinkedHashMap<>();

    boolean related(String one, String other) {
        int met = meetings.getOrDefault(pair(one, other), 0);
        int rarer = Math.min(alerts.getOrDefault(one, 0), alerts.getOrDefault(other, 0));
        return met >= FEWEST_MEETINGS && met >= SHARE * rarer;
    }

    /** @param near alerts of other series that began within the span of one cause, before it */
    void learn(Member member, Iterable<Member> near) {
        count(alerts, member.series(), MOST_SERIES);
        for (Member other : near) {
            count(meetings, pair(member.series(), other.series()), MOST_PAIRS);
        }
    }

    private static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? one + BETWEEN + other : other + BETWEEN + one;
    }

    /** The latest counted stand last. */
    private static void count(Map<String, Integer> counts, String key, int most) {
        Integer before = counts.remove(key);
        counts.put(key, before == null ? 1 : before + 1);
        if (counts.size() > most) {
            Iterator<String> eldest = counts.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    void write(DataOutput out) throws IOException {
        for (Map<String, Integer> counts : java.util.List.of(alerts, meetings)) {
            out.writeInt(counts.size());
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue());
            }
        }
    }

    static CoOccurrence read(DataInput in) throws IOException {
        CoOccurrence coOccurrence = new CoOccurrence();
        for (Map<String, Integer> counts : java.util.List.of(coOccurrence.alerts, coOccurrence.meetings)) {
            for (int left = in.readInt(); left > 0; left--) {
                counts.put(in.readUTF(), in.readInt());
            }
        }
        return coOccurrence;
    }
}
