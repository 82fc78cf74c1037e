package io.lookback.cli;

import io.lookback.wire.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lines that stay and, on a terminal, one line below them that is written again and again. Without a terminal that
 * line comes now and then as one that stays. Any thread.
 */
public final class LiveLine {

    private static final String CLEAR = "\r\u001b[K";
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String live = "";
    private long shown;

    /** @param nanos the clock */
    public LiveLine(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.shown = nanos.getAsLong();
    }

    /** Prints a line that stays. */
    public synchronized void print(String text) {
        String line = Printable.text(text);
        out.println(terminal && !live.isEmpty() ? CLEAR + line : line);
        if (terminal) {
            out.print(live);
        }
        out.flush();
    }

    /** Shows where matters stand, unless that was shown just now. */
    public synchronized void update(String text) {
        String status = Printable.line(text);
        Duration interval = terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
        if (nanos.getAsLong() - shown < interval.toNanos()) {
            return;
        }
        shown = nanos.getAsLong();
        if (terminal) {
            live = status;
            out.print(CLEAR + status);
        } else {
            out.println(status);
        }
        out.flush();
    }

    /** Takes the live line away. */
    public synchronized void clear() {
        if (terminal && !live.isEmpty()) {
            out.print(CLEAR);
            out.flush();
        }
        live = "";
    }
}
