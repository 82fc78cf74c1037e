package io.lookback.training.example;

import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Series to draw equally long stretches from, in one or several sources that fill a batch's rows in turn; immutable.
 */
public final class Corpus {

    /** Share of stretches that begin with their range, where a series' statistics are youngest. */
    private static final double FROM_THE_START = 0.3;
    /** Share of a user's series to learn from; what follows it is to validate. */
    private static final double LEARNT = 0.8;

    private final int length;
    private final List<List<Range>> sources;

    private Corpus(int length, List<List<Range>> sources) {
        this.length = length;
        this.sources = sources;
    }

    /**
     * All of every series.
     *
     * @param length of the stretches to be drawn; shorter series are left out
     * @throws IllegalArgumentException if none is long enough
     */
    public static Corpus of(List<Series> series, int length) {
        return ranges(series, length, count -> 0, count -> count);
    }

    /** The first part of every series, the one to learn from. */
    public static Corpus beginnings(List<Series> series, int length) {
        return ranges(series, length, count -> 0, Corpus::learnt);
    }

    /**
     * The last part of every series, the one to validate on. In a series shorter than five stretches it reaches back
     * into the first part, so that it holds one.
     */
    public static Corpus ends(List<Series> series, int length) {
        return ranges(series, length, count -> Math.min(learnt(count), count - length), count -> count);
    }

    /** Both corpora: rows are drawn from this one's sources and the other's in turn. */
    public Corpus and(Corpus other) {
        List<List<Range>> all = new ArrayList<>(sources);
        all.addAll(other.sources);
        return new Corpus(length, List.copyOf(all));
    }

    /** Number of series in use. */
    public int size() {
        return sources.stream().mapToInt(List::size).sum();
    }

    public Batch draw(SeededRandom random, int rows) {
        Batch batch = new Batch(rows, length);
        for (int row = 0; row < rows; row++) {
            List<Range> source = sources.get(row % sources.size());
            Range range = source.get(random.integer(0, source.size()));
            int room = range.until - length - range.from;
            int offset = random.chance(FROM_THE_START) ? 0 : random.integer(0, room + 1);
            range.examples.copyTo(batch, row, range.from + offset);
        }
        return batch;
    }

    private static int learnt(int count) {
        return (int) (LEARNT * count);
    }

    private static Corpus ranges(List<Series> series, int length, Bound from, Bound until) {
        List<Range> usable = series.stream()
                .filter(each -> until.of(each.length() - 1) >= length)
                .map(Examples::of)
                .map(each -> new Range(each, from.of(each.count()), until.of(each.count())))
                .toList();
        if (usable.isEmpty()) {
            int longest = series.stream().mapToInt(Series::length).max().orElse(0);
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The longest of %d series has %d values; stretches of %d steps need at least %d. Give longer series.",
                    series.size(),
                    longest,
                    length,
                    (int) Math.ceil(length / LEARNT) + 2));
        }
        return new Corpus(length, List.of(usable));
    }

    /** Of a series' examples, those to draw from. */
    private record Range(Examples examples, int from, int until) {}

    private interface Bound {
        int of(int count);
    }
}
