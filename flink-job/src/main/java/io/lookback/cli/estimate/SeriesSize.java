package io.lookback.cli.estimate;

import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import io.lookback.job.TypicalSeries;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What one series takes.
 *
 * @param records that it has had
 * @param checkpoint bytes in a full checkpoint
 * @param heap bytes with state on the heap
 * @param caches native bytes for the rows of each cell, while the series is among those stepped last
 */
public record SeriesSize(long records, long checkpoint, long heap, List<Long> caches) {

    private static final long HELD = 32L << 20;
    private static final int FEWEST = 8;
    private static final int MOST = 2_000;

    /** Sizes of one series after each of these numbers of records, ascending. */
    public static List<SeriesSize> after(List<Long> ages, FlowSpec flow, int features) {
        TypicalSeries records = new TypicalSeries(features);
        List<SeriesSize> sizes = new ArrayList<>();
        try (SeriesLife life = new SeriesLife(flow)) {
            long lived = 0;
            for (long age : ages) {
                for (; lived < age; lived++) {
                    life.live(records.next());
                }
                sizes.add(new SeriesSize(age, life.checkpointBytes(), heap(life), life.cacheBytes()));
            }
        }
        return sizes;
    }

    /** Of many copies, so that what else comes and goes on the heap does not show. */
    private static long heap(SeriesLife life) {
        int count = (int) Math.max(FEWEST, Math.min(MOST, HELD / life.checkpointBytes()));
        List<Object> copies = new ArrayList<>(count);
        copies.add(life.copy());
        long before = used();
        for (int copy = 0; copy < count; copy++) {
            copies.add(life.copy());
        }
        return (used() - before) / (copies.size() - 1);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
