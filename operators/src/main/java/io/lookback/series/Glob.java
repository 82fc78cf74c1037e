package io.lookback.series;

import java.util.List;

/**
 * A pattern of names, {@code *} for any characters. What stands between two stars is sought once, at the first place that
 * it has: so no name takes longer than its length multiplied by that of the pattern.
 *
 * @param parts between the stars
 */
record Glob(List<String> parts) {

    static Glob of(String pattern) {
        return new Glob(List.of(pattern.split("\\*", -1)));
    }

    boolean matches(String name) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return name.equals(first);
        }
        String last = parts.get(parts.size() - 1);
        int until = name.length() - last.length();
        if (!name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return at <= until;
    }
}
