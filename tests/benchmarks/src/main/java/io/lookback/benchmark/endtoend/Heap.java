package io.lookback.benchmark.endtoend;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What this process keeps alive.
 *
 * @param bytes on the heap after a collection
 * @param direct bytes of direct buffers
 */
record Heap(long bytes, long direct) {

    private static final int COLLECTIONS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Collects garbage several times: buffers and weak references need more than one. */
    static Heap afterCollection() throws InterruptedException {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Heap(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct);
    }
}
