package io.lookback.flow;

import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * What a subtask's keyed state holds, counted by key group: series, those that warm up, open alerts, records that wait
 * for order, rows of each cell's history. A step that changes none of it costs a comparison.
 *
 * <p>The counts travel in checkpoints as operator state that every subtask reads in full: each writes an element for
 * each key group that it owns and takes back those of the key groups that it then owns. So they are right after a restore
 * and after a rescale, for the price of one short element a key group, whatever the number of series. They are right for
 * one {@link SeriesLayout} only: under another one series are counted anew.
 *
 * <p>Changed by the subtask's thread; totals are read by any.
 */
final class SeriesCounts {

    private static final long VERSION = 3;
    private static final int HEADER = 3;

    private static final int SERIES = 0;
    private static final int WARMING = 1;
    private static final int ALERTS = 2;
    private static final int WAITING = 3;
    private static final int STALE = 4;
    private static final int SILENCES = 5;
    private static final int ROWS = 6;

    private final KeyGroupRange range;
    private final int maxParallelism;
    private final int cells;
    private final long fingerprint;
    /** {@code [key group of the range][what is counted]} */
    private final long[][] counts;

    private final AtomicLongArray totals;

    SeriesCounts(KeyGroupRange range, int maxParallelism, SeriesLayout layout) {
        this.range = range;
        this.maxParallelism = maxParallelism;
        this.cells = layout.cells().size();
        this.fingerprint = fingerprint(layout);
        this.counts = new long[range.getNumberOfKeyGroups()][ROWS + cells];
        this.totals = new AtomicLongArray(ROWS + cells);
    }

    /** Of this subtask. */
    int keyGroups() {
        return range.getNumberOfKeyGroups();
    }

    /** Key groups of all subtasks. */
    int maxParallelism() {
        return maxParallelism;
    }

    long series() {
        return totals.get(SERIES);
    }

    long warming() {
        return totals.get(WARMING);
    }

    /** Silent for much longer than usual, or just back. */
    long stale() {
        return totals.get(STALE);
    }

    /** With an open alert about their silence. */
    long silences() {
        return totals.get(SILENCES);
    }

    long alertsOpen() {
        return totals.get(ALERTS);
    }

    /** Records that wait for older ones of their series. */
    long waiting() {
        return totals.get(WAITING);
    }

    long rows(int cell) {
        return totals.get(ROWS + cell);
    }

    void moved(String key, SeriesStatus before, SeriesStatus after) {
        if (before.equals(after)) {
            return;
        }
        int group = group(key);
        add(group, SERIES, one(after.known()) - one(before.known()));
        add(group, WARMING, one(after.warming()) - one(before.warming()));
        add(group, STALE, one(after.stale()) - one(before.stale()));
        add(group, ALERTS, one(after.alerting()) - one(before.alerting()));
        add(group, SILENCES, one(after.silence()) - one(before.silence()));
    }

    void waiting(String key, int gained) {
        if (gained != 0) {
            add(group(key), WAITING, gained);
        }
    }

    void rows(String key, int cell, int gained) {
        add(group(key), ROWS + cell, gained);
    }

    /** Counts a series that is there. */
    void enter(String key, Series series) {
        moved(key, SeriesStatus.ABSENT, SeriesStatus.of(series));
        for (int cell = 0; cell < cells; cell++) {
            rows(key, cell, rows(series, cell));
        }
    }

    /** Counts out a series that is forgotten. */
    void leave(String key, Series series) {
        moved(key, SeriesStatus.of(series), SeriesStatus.ABSENT);
        for (int cell = 0; cell < cells; cell++) {
            rows(key, cell, -rows(series, cell));
        }
    }

    /** A series has other memories now. */
    void moved(String key, Series before, Series after) {
        for (int cell = 0; cell < cells; cell++) {
            rows(key, cell, rows(after, cell) - rows(before, cell));
        }
    }

    /** A series that an earlier job wrote may have fewer cells, or more. */
    private static int rows(Series series, int cell) {
        return cell < series.layout().cells().size() ? series.rows(cell) : 0;
    }

    /** One element per key group: version, layout, key group, then the counts. */
    List<long[]> snapshot() {
        List<long[]> elements = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            long[] element = new long[HEADER + counts[i].length];
            element[0] = VERSION;
            element[1] = fingerprint;
            element[2] = range.getStartKeyGroup() + i;
            System.arraycopy(counts[i], 0, element, HEADER, counts[i].length);
            elements.add(element);
        }
        return elements;
    }

    /**
     * Takes back the elements of this subtask's key groups.
     *
     * @return whether these counts hold; if not, because an element is missing or belongs to another layout, they are
     *     all zero and the series must be counted
     */
    boolean restore(Iterable<long[]> elements) {
        int found = 0;
        for (long[] element : elements) {
            if (fits(element) && range.contains((int) element[2])) {
                take(element);
                found++;
            }
        }
        boolean complete = found == counts.length;
        if (!complete) {
            clear();
        }
        return complete;
    }

    private boolean fits(long[] element) {
        return element.length == HEADER + ROWS + cells && element[0] == VERSION && element[1] == fingerprint;
    }

    private void take(long[] element) {
        for (int what = 0; what < ROWS + cells; what++) {
            add((int) element[2] - range.getStartKeyGroup(), what, element[HEADER + what]);
        }
    }

    private void clear() {
        for (int group = 0; group < counts.length; group++) {
            for (int what = 0; what < ROWS + cells; what++) {
                add(group, what, -counts[group][what]);
            }
        }
    }

    private void add(int group, int what, long gained) {
        if (gained != 0) {
            counts[group][what] += gained;
            totals.lazySet(what, totals.getPlain(what) + gained);
        }
    }

    private int group(String key) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism) - range.getStartKeyGroup();
    }

    private static int one(boolean is) {
        return is ? 1 : 0;
    }

    private static long fingerprint(SeriesLayout layout) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(256);
            LayoutFormat.write(layout, out);
            CRC32 sum = new CRC32();
            sum.update(out.getCopyOfBuffer());
            return sum.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException("The layout of the series could not be written in memory", e);
        }
    }
}
