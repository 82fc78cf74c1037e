package io.lookback.training;

import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Reads the times that CSV files carry, as jobs and backtests do; in UTC where a text names no zone. */
final class Timestamps {

    private Timestamps() {}

    /**
     * @return event-time ms
     * @throws IllegalArgumentException if the text is not a time
     */
    static long parse(String text) {
        try {
            return EventTimes.ofTimeColumn(text, ZoneOffset.UTC);
        } catch (NotATime e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "'%s' is not a time. %s", NotATime.shown(text), e.text()), e);
        }
    }
}
