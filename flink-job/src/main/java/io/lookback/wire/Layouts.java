package io.lookback.wire;

import io.lookback.event.Features;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives records with the same value names the same {@link Features} instance, and records whose source does not order
 * its names (maps, objects) the same order. Bounded: a topic whose names never repeat cannot fill memory. One thread.
 */
final class Layouts {

    private static final int MAX_CACHED = 4096;
    private static final int MAX_CACHED_CHARS = 4 << 20;

    private final Map<List<String>, Layout> cache = new HashMap<>();
    private long chars;

    /** Values in the order of the names. */
    Layout ordered(List<String> names) throws DecodingException {
        return cached(names, false);
    }

    /** Values in the alphabetical order of the names. */
    Layout sorted(List<String> names) throws DecodingException {
        return cached(names, true);
    }

    private Layout cached(List<String> names, boolean sorted) throws DecodingException {
        Layout found = cache.get(names);
        if (found != null) {
            return found;
        }
        Layout made = make(names, sorted);
        int more = names.stream().mapToInt(String::length).sum();
        if (cache.size() >= MAX_CACHED || chars + more > MAX_CACHED_CHARS) {
            cache.clear();
            chars = 0;
        }
        chars += more;
        cache.put(List.copyOf(names), made);
        return made;
    }

    private static Layout make(List<String> names, boolean sorted) throws DecodingException {
        if (names.isEmpty() || names.size() > Features.MAX_FEATURES) {
            throw DecodingException.unusable(
                    "The record carries %d values, a series may have 1 to %d; check the mapping of values",
                    names.size(), Features.MAX_FEATURES);
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
        if (sorted) {
            order.sort((left, right) -> names.get(left).compareTo(names.get(right)));
        }
        int[] sources = order.stream().mapToInt(Integer::intValue).toArray();
        try {
            return new Layout(new Features(order.stream().map(names::get).toList()), sources);
        } catch (IllegalArgumentException e) {
            throw DecodingException.unusable("%s", Excerpt.ofMessage(e));
        }
    }

    /** Features and where, in the order of extraction, the value of each lies. */
    static final class Layout {

        private final Features features;
        private final int[] sources;

        private Layout(Features features, int[] sources) {
            this.features = features;
            this.sources = sources;
        }

        Features features() {
            return features;
        }

        double[] arrange(double[] extracted) {
            double[] arranged = new double[sources.length];
            for (int feature = 0; feature < sources.length; feature++) {
                arranged[feature] = extracted[sources[feature]];
            }
            return arranged;
        }
    }
}
