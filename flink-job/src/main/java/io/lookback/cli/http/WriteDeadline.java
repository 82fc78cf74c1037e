package io.lookback.cli.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off a reader that does not take what is written to it. The JDK's HTTP server writes without a limit of time, so
 * whoever asks and never reads would hold a thread forever. An interrupt closes the connection that its thread is
 * blocked on.
 */
public final class WriteDeadline implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(WriteDeadline::daemon);
    private final Duration patience;

    public WriteDeadline(Duration patience) {
        this.patience = patience;
    }

    /** Something that writes to a connection. */
    @FunctionalInterface
    public interface Write {
        void run() throws IOException;
    }

    /** Writes; fails and closes the connection if that takes longer than the patience. */
    public void hold(Write write) throws IOException {
        Attempt attempt = new Attempt(Thread.currentThread());
        Future<?> timeout = start(attempt);
        try {
            write.run();
        } finally {
            timeout.cancel(false);
            attempt.end();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private Future<?> start(Attempt attempt) throws IOException {
        try {
            return clock.schedule(attempt::cut, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            throw new IOException("The server is closing", closed);
        }
    }

    /** Interrupts its thread while it writes, never after. */
    private static final class Attempt {

        private final Thread writer;
        private boolean ended;
        private boolean cut;

        Attempt(Thread writer) {
            this.writer = writer;
        }

        synchronized void cut() {
            if (!ended) {
                cut = true;
                writer.interrupt();
            }
        }

        /** The thread goes back to its pool without the interrupt. */
        synchronized void end() throws IOException {
            ended = true;
            if (cut) {
                Thread.interrupted();
                throw new IOException("The reader did not take what was written to it");
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "lookback-write-deadline");
        thread.setDaemon(true);
        return thread;
    }
}
