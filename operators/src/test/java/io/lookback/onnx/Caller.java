package io.lookback.onnx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A thread that makes a call. */
final class Caller {

    private final FutureTask<Void> task;
    private final Thread thread;
    private volatile boolean leftInterrupted;

    private Caller(Runnable call) {
        this.task = new FutureTask<>(() -> {
            try {
                call.run();
            } finally {
                leftInterrupted = Thread.currentThread().isInterrupted();
            }
            return null;
        });
        this.thread = new Thread(task);
    }

    static Caller start(Runnable call) {
        Caller caller = new Caller(call);
        caller.thread.start();
        return caller;
    }

    /** Waits for the call; throws what it threw. */
    void result() throws Exception {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Whether the thread has not yet noticed that it was interrupted. */
    boolean interruptPending() {
        return thread.isInterrupted();
    }

    boolean done() {
        return task.isDone();
    }

    /** Whether the thread was interrupted when the call returned. */
    boolean leftInterrupted() {
        return leftInterrupted;
    }
}
