package io.lookback.cli.notify;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a receiver was told of, by alert: the newest change of each of the {@value #KEPT} latest. A job delivers at least
 * once, so the same change may be read again, and a beginning again after its end: only what goes further is told. One
 * thread.
 */
final class DeliveredAlerts {

    /** About 100 MB at worst. */
    private static final int KEPT = 20_000;

    private final Map<String, Notice> told = new LinkedHashMap<>();

    /** How a change relates to what was told. */
    enum Change {
        FIRST,
        FURTHER,
        KNOWN
    }

    Change compare(Notice notice) {
        Notice before = told.get(notice.id());
        if (before == null) {
            return notice.open() ? Change.FIRST : Change.KNOWN;
        }
        boolean further =
                before.open() && (!notice.open() || !before.json().equals(notice.json()) && !older(notice, before));
        return further ? Change.FURTHER : Change.KNOWN;
    }

    private static boolean older(Notice notice, Notice before) {
        return notice.end().isBefore(before.end()) || notice.severity() < before.severity();
    }

    void enter(Notice notice) {
        told.remove(notice.id());
        told.put(notice.id(), notice);
        if (told.size() > KEPT) {
            told.remove(told.keySet().iterator().next());
        }
    }

    /** @param since what ended before, by event time, does not count as open any more: its end was lost */
    Collection<Notice> open(Instant since) {
        return told.values().stream()
                .filter(notice -> notice.open() && notice.end().isAfter(since))
                .toList();
    }

    List<Notice> all() {
        return List.copyOf(told.values());
    }
}
