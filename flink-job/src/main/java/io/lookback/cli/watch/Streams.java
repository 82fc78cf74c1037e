package io.lookback.cli.watch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The streams of events that are open at the same time, a thread each. A new one always gets in: if there are too many,
 * the oldest ends, and its browser, if there is one, comes back by itself and goes on where it was. So readers that hold
 * streams without reading cannot keep others out.
 */
final class Streams {

    private final int limit;
    private final Deque<Slot> open = new ArrayDeque<>();

    Streams(int limit) {
        this.limit = limit;
    }

    /** Opens a stream on this thread, which an interrupt ends. */
    synchronized Slot open() {
        if (open.size() >= limit) {
            open.removeFirst().thread.interrupt();
        }
        Slot slot = new Slot(Thread.currentThread());
        open.addLast(slot);
        return slot;
    }

    private synchronized void close(Slot slot) {
        open.remove(slot);
    }

    /** A place among the streams. */
    final class Slot implements AutoCloseable {

        private final Thread thread;

        private Slot(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void close() {
            Streams.this.close(this);
        }
    }
}
