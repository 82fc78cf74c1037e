package io.lookback.cli.notify;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What a receiver was told of, by alert: the newest change of each of the {@value #KEPT} latest. A job delivers at least
 * once, so the same change may be read again, and a beginning again after its end: only what goes further is told. One
 * thread.
 */
final class DeliveredAlerts {

    /** About 100 MB at worst. */
    private static final int KEPT = 20_000;

    private final Map<String, Told> told = new LinkedHashMap<>();

    private record Told(Notice notice, int partition) {}

    /** How a change relates to what was told. */
    enum Change {
        FIRST,
        FURTHER,
        KNOWN
    }

    Change compare(Notice notice) {
        Told known = told.get(notice.id());
        if (known == null) {
            return notice.open() ? Change.FIRST : Change.KNOWN;
        }
        Notice before = known.notice();
        boolean further =
                before.open() && (!notice.open() || !before.json().equals(notice.json()) && !older(notice, before));
        return further ? Change.FURTHER : Change.KNOWN;
    }

    private static boolean older(Notice notice, Notice before) {
        return notice.end().isBefore(before.end()) || notice.severity() < before.severity();
    }

    /** @param partition of the topic that it was read from */
    void enter(Notice notice, int partition) {
        told.remove(notice.id());
        told.put(notice.id(), new Told(notice, partition));
        if (told.size() > KEPT) {
            told.remove(told.keySet().iterator().next());
        }
    }

    /**
     * @param since what ended before, by event time, does not count as open any more: its end was lost
     * @param assigned partitions; another process reads the ends of what comes from others
     */
    Collection<Notice> open(Instant since, IntPredicate assigned) {
        return told.values().stream()
                .filter(known -> assigned.test(known.partition()))
                .map(Told::notice)
                .filter(notice -> notice.open() && notice.end().isAfter(since))
                .toList();
    }
}
