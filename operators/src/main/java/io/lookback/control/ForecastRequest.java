package io.lookback.control;

import java.util.Locale;

/**
 * Asks one series for a forecast of its next steps now. It is answered once: at once if the series has records enough,
 * otherwise with the record that makes them enough.
 *
 * @param series the whole name
 * @param at when it was asked for, ms since the epoch: tells it from earlier ones
 */
public record ForecastRequest(String id, String series, long at, String reason) implements ControlEntry {

    public ForecastRequest {
        ControlEntry.name("id", id, MAX_ID);
        ControlEntry.name("series", series, MAX_NAME);
        ControlEntry.reason(reason);
        if (at < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "at is %d ms: give an instant after 1970", at));
        }
    }
}
