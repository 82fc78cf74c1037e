package io.lookback.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM. The thread that runs the command is interrupted and stops what it started; a second signal ends
 * the process at once.
 *
 * <p>Signals are handled here, and not in a shutdown hook, because hooks run side by side: ONNX Runtime's own would
 * release the native library while the job's tasks still call it, which kills the process.
 */
public final class Interruption {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Added to a signal's number, gives what a shell reports for a process that it ended. */
    private static final int SIGNALED = 128;

    /** Exit code of the signal that came; 0 while there was none. */
    private static volatile int exitCode;

    private Interruption() {}

    /** Runs the command in this thread and returns its exit code. */
    static int guard(IntSupplier command) {
        Thread runner = Thread.currentThread();
        for (String name : List.of("INT", "TERM")) {
            Signal.handle(new Signal(name), signal -> stop(runner, SIGNALED + signal.getNumber()));
        }
        int code = command.getAsInt();
        return requested() ? exitCode : code;
    }

    /** Whether the user asked for the end. */
    public static boolean requested() {
        return exitCode != 0;
    }

    /** Runs what closes something although the thread is interrupted; the interruption stands again after it. */
    public static void shielded(Runnable closing) {
        boolean interrupted = Thread.interrupted();
        try {
            closing.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void stop(Thread runner, int code) {
        if (requested()) {
            Runtime.getRuntime().halt(code);
        }
        exitCode = code;
        runner.interrupt();
        CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(code));
    }
}
