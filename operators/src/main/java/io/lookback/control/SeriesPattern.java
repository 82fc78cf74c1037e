package io.lookback.control;

import io.lookback.event.Wildcards;

/**
 * Names of series: {@code *} stands for any number of any characters, {@code ?} for one, all others for themselves.
 *
 * @param text as it was given
 */
public record SeriesPattern(String text) {

    public SeriesPattern {
        ControlEntry.name("series", text, ControlEntry.MAX_NAME);
    }

    /** Characters other than stars: the more, the fewer series it fits. */
    int length() {
        return (int) text.chars().filter(character -> character != '*').count();
    }

    /** Whether it fits one series alone, of that name. */
    boolean isOneName() {
        return !Wildcards.in(text);
    }

    public boolean matches(String series) {
        return Wildcards.match(text, series);
    }

    @Override
    public String toString() {
        return text;
    }
}
