package io.lookback.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C. The thread that runs the command is interrupted and has time to stop what it started; the process ends
 * after it.
 */
public final class Interruption {

    /** What a shell reports for a process that Ctrl-C ended. */
    static final int EXIT_CODE = 130;

    private static final long PATIENCE_SECONDS = 30;

    private static volatile boolean requested;

    private Interruption() {}

    /** Runs the command in this thread and returns its exit code; after Ctrl-C the thread must then end by itself. */
    static int guard(IntSupplier command) {
        Thread runner = Thread.currentThread();
        Thread hook = new Thread(() -> stop(runner), "lookback-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = command.getAsInt();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is at work and ends the process once this thread ends.
            return EXIT_CODE;
        }
        return code;
    }

    /** Whether the user asked for the end. */
    public static boolean requested() {
        return requested;
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

    /** Whether the exception is nothing but the command's answer to Ctrl-C. */
    static boolean caused(Throwable failed) {
        return requested || failed instanceof InterruptedException;
    }

    private static void stop(Thread runner) {
        requested = true;
        runner.interrupt();
        try {
            runner.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
