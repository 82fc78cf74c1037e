package io.lookback.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread asks of the heap, whether or not it is garbage again: a bound on what a record can cost. */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes that the current thread has allocated since it began. */
    static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Bytes that it may allocate for a payload: Java objects for each byte, and some for itself, since tables of names
     * that are kept for later payloads grow now and then.
     */
    static long allowed(int payloadBytes) {
        return (2L << 20) + 128L * payloadBytes;
    }
}
