package io.lookback.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the runs of a call that take longer than any model may: a graph can loop for as long as its input says, and a task
 * that waits for it would never answer again. ONNX Runtime looks at the flag between two nodes and in each turn of a loop.
 *
 * <p>A single thread looks at all limits once a second, so a run itself costs two uncontended locks. It is there while a
 * limit is. The time is that of the wall: it is far beyond what a busy machine makes of a run of milliseconds.
 */
final class RunLimit implements AutoCloseable {

    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long LOOK_EVERY_MS = 1_000;
    private static final Set<RunLimit> OPEN = ConcurrentHashMap.newKeySet();

    /** Guarded by {@link #OPEN}. */
    private static @Nullable Thread watch;

    private final OrtSession.RunOptions options;
    private final Duration longest;

    private boolean running;
    private long begun;
    private boolean ended;

    private RunLimit(OrtSession.RunOptions options, Duration longest) {
        this.options = options;
        this.longest = longest;
    }

    /** The caller closes it, between two runs. */
    static RunLimit open() throws OrtException {
        return open(LONGEST);
    }

    static RunLimit open(Duration longest) throws OrtException {
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        // What fails is thrown: ONNX Runtime would write a line to stderr for each call as well.
        options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        RunLimit limit = new RunLimit(options, longest);
        synchronized (OPEN) {
            OPEN.add(limit);
            if (watch == null) {
                watch = new Thread(RunLimit::watch, "lookback-run-limit");
                watch.setDaemon(true);
                watch.start();
            }
        }
        return limit;
    }

    OrtSession.RunOptions options() {
        return options;
    }

    synchronized void begin() {
        begun = System.nanoTime();
        running = true;
    }

    /** Whether the run that goes on was told to end. */
    synchronized boolean late() {
        return ended;
    }

    /** Returns whether the run was ended, because it took too long. */
    synchronized boolean end() throws OrtException {
        boolean late = ended;
        running = false;
        ended = false;
        if (late) {
            options.setTerminate(false);
        }
        return late;
    }

    @Override
    public void close() {
        OPEN.remove(this);
        synchronized (this) {
            running = false;
            options.close();
        }
    }

    private synchronized void look(long now) {
        if (running && !ended && now - begun > longest.toNanos()) {
            try {
                options.setTerminate(true);
                ended = true;
            } catch (OrtException e) {
                throw new OnnxException("A run that takes too long cannot be ended", e);
            }
        }
    }

    private static void watch() {
        try {
            while (needed()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
                long now = System.nanoTime();
                OPEN.forEach(limit -> limit.look(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean needed() {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                watch = null;
            }
            return watch != null;
        }
    }
}
