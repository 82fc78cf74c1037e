package io.lookback.event;

/** Patterns of names: {@code *} stands for any number of any characters, {@code ?} for one, all others for themselves. */
public final class Wildcards {

    private Wildcards() {}

    /** Whether the pattern has any; without, it matches itself alone. */
    public static boolean in(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    /** Only the last star is ever tried again, so no pattern takes longer than both lengths multiplied. */
    public static boolean match(String pattern, String name) {
        int at = 0;
        int next = 0;
        int star = -1;
        int tried = 0;
        while (at < name.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                tried = at;
            } else if (next < pattern.length()
                    && (pattern.charAt(next) == '?' || pattern.charAt(next) == name.charAt(at))) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
