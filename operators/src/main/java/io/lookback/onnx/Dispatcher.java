package io.lookback.onnx;

import io.lookback.onnx.MergedRows.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Executes the calls of all subtasks on a device, in a thread of its own, and merges those that wait: a device takes about
 * as long for a thousand rows as for one, and runs one thing at a time anyway. It waits for no company: what has come
 * while the last run ran is the next one, the oldest call first, with all others of its form that fit.
 *
 * <p>A caller waits until its call has been run, so at most one call of each subtask is here. If its thread is interrupted
 * before the call's turn comes, the call leaves; once it is being run, its buffers are in use and the caller stays to the
 * end of the run, as it would in a call of its own. A run that fails fails every call in it.
 */
final class Dispatcher implements Runner {

    private final String device;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Queue<Ticket> waiting = new ArrayDeque<>();

    private boolean closed;
    private long calls;
    private long runs;
    private long rows;

    /** @param device for messages and the thread's name */
    Dispatcher(String device) {
        this.device = device;
        this.thread = new Thread(this::work, "lookback-" + device);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run(BoundCall call, int used) {
        await(new Ticket(new Part(call, used), call::execute, lock.newCondition()));
    }

    @Override
    public void run(Runnable call) {
        await(new Ticket(null, call, lock.newCondition()));
    }

    @Override
    public DeviceLoad load() {
        lock.lock();
        try {
            return new DeviceLoad(calls, runs, rows, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the run that is going on, unless it is interrupted. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            OnnxException gone = new OnnxException(
                    String.format(Locale.ROOT, "Device %s was closed before the call's turn came", device), null);
            waiting.forEach(ticket -> ticket.finish(gone));
            waiting.clear();
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Ticket ticket) {
        boolean interrupted = false;
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "Device %s is closed: no model is loaded on it", device));
            }
            calls++;
            waiting.add(ticket);
            arrived.signal();
            while (!ticket.finished) {
                try {
                    ticket.changed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (waiting.remove(ticket)) {
                        throw new CancellationException(
                                String.format(Locale.ROOT, "Interrupted while a call waited for device %s", device));
                    }
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        ticket.rethrow(device);
    }

    private void work() {
        for (List<Ticket> taken = take(); !taken.isEmpty(); taken = take()) {
            execute(taken);
        }
    }

    /** What runs next; nothing once the device is closed. */
    private List<Ticket> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<Ticket> taken = new ArrayList<>();
            Ticket first = waiting.poll();
            if (first != null) {
                taken.add(first);
                takeWhatFits(first, taken);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void takeWhatFits(Ticket first, List<Ticket> taken) {
        if (first.part == null) {
            return;
        }
        int room = first.part.call().form().mostRows() - first.part.rows();
        for (Iterator<Ticket> others = waiting.iterator(); others.hasNext(); ) {
            Ticket other = others.next();
            if (other.part != null && other.part.rows() <= room && other.part.fits(first.part)) {
                others.remove();
                taken.add(other);
                room -= other.part.rows();
            }
        }
    }

    /** Whatever is thrown, those who wait must hear of it. */
    private void execute(List<Ticket> taken) {
        Throwable failure = null;
        int ran = 0;
        try {
            ran = taken.size() == 1 ? taken.get(0).runAlone() : runTogether(taken);
        } catch (Throwable e) {
            failure = e;
        }
        lock.lock();
        try {
            runs++;
            rows += ran;
            for (Ticket ticket : taken) {
                ticket.finish(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private static int runTogether(List<Ticket> taken) {
        List<Part> parts = new ArrayList<>(taken.size());
        for (Ticket ticket : taken) {
            if (ticket.part != null) {
                parts.add(ticket.part);
            }
        }
        return parts.get(0).call().model().merged().run(parts);
    }

    /** A call on its way; what changes is guarded by the dispatcher's lock. */
    private static final class Ticket {

        private final @Nullable Part part;
        private final Runnable alone;
        private final Condition changed;

        private boolean finished;
        private @Nullable Throwable failure;

        /** @param part null for what shares its run with no other */
        private Ticket(@Nullable Part part, Runnable alone, Condition changed) {
            this.part = part;
            this.alone = alone;
            this.changed = changed;
        }

        /** Returns the rows of the run. */
        private int runAlone() {
            alone.run();
            return part == null ? 1 : part.call().rows();
        }

        private void finish(@Nullable Throwable cause) {
            finished = true;
            failure = cause;
            changed.signal();
        }

        /** An exception of its own for each thread: a merged run has several. */
        private void rethrow(String device) {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw new OnnxException(
                        String.format(Locale.ROOT, "A run on %s failed: %s", device, failure.getMessage()), failure);
            }
        }
    }
}
