package io.lookback.control;

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
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    /** Only the last star is ever tried again, so no pattern takes longer than both lengths multiplied. */
    public boolean matches(String series) {
        int at = 0;
        int next = 0;
        int star = -1;
        int tried = 0;
        while (at < series.length()) {
            if (next < text.length() && text.charAt(next) == '*') {
                star = next++;
                tried = at;
            } else if (next < text.length() && (text.charAt(next) == '?' || text.charAt(next) == series.charAt(at))) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (next < text.length() && text.charAt(next) == '*') {
            next++;
        }
        return next == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
