package io.lookback.flow;

import io.lookback.event.Rejection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejections to the log, so many of each reason a minute: a topic may consist of them. What was left out is told
 * with the next line of that reason, or at the end. Each subtask has its own. One thread.
 */
public final class RejectionLog implements AutoCloseable {

    /** Of a reason in a minute. */
    static final int LINES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_MESSAGE = 500;

    private final Map<Rejection.Reason, Minute> minutes = new EnumMap<>(Rejection.Reason.class);
    private final LongSupplier nanos;
    private final Consumer<String> lines;

    public RejectionLog() {
        this(System::nanoTime, LOG::warn);
    }

    RejectionLog(LongSupplier nanos, Consumer<String> lines) {
        this.nanos = nanos;
        this.lines = lines;
    }

    public void add(Rejection rejection) {
        long now = nanos.getAsLong();
        Minute minute = minutes.get(rejection.reason());
        if (minute == null || now - minute.begin >= MINUTE) {
            tell(rejection.reason(), minute);
            minute = new Minute(now);
            minutes.put(rejection.reason(), minute);
        }
        minute.rejections++;
        if (minute.rejections <= LINES) {
            lines.accept(String.format(
                    Locale.ROOT,
                    "Rejected %s (%s): %s",
                    rejection.origin().id(),
                    rejection.reason(),
                    shown(rejection.message())));
        }
    }

    /** Tells what was left out since the last line. */
    @Override
    public void close() {
        minutes.forEach(this::tell);
        minutes.clear();
    }

    private void tell(Rejection.Reason reason, @Nullable Minute minute) {
        if (minute != null && minute.rejections > LINES) {
            lines.accept(String.format(
                    Locale.ROOT,
                    "Rejected %d more (%s), not shown: only %d a minute of a reason are",
                    minute.rejections - LINES,
                    reason,
                    LINES));
        }
    }

    /** One line, whatever is in it. */
    private static String shown(String message) {
        String line = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    /** From the first rejection in it. */
    private static final class Minute {
        private final long begin;
        private long rejections;

        Minute(long begin) {
            this.begin = begin;
        }
    }
}
