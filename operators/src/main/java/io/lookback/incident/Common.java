package io.lookback.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What names of series share: a beginning, or a part such as the service in {@code rack-3/db/cpu}. */
final class Common {

    private static final Pattern PARTS = Pattern.compile("[/.:|,;\\s]+");

    private Common() {}

    /** The whole parts at the beginning that all names share, else the parts anywhere; empty for none. */
    static String of(Collection<String> names) {
        List<List<String>> all = names.stream().distinct().map(Common::parts).toList();
        List<String> shared = new ArrayList<>(all.get(0));
        int first = 0;
        while (first < shared.size() && all(all, first, shared.get(first))) {
            first++;
        }
        if (first > 0) {
            return String.join("/", shared.subList(0, first));
        }
        all.forEach(shared::retainAll);
        return String.join("/", shared);
    }

    private static boolean all(List<List<String>> names, int place, String part) {
        return names.stream()
                .allMatch(name -> place < name.size() && name.get(place).equals(part));
    }

    private static List<String> parts(String name) {
        return Arrays.asList(PARTS.split(name));
    }
}
