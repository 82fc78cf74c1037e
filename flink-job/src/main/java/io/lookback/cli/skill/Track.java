package io.lookback.cli.skill;

import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import io.lookback.cli.files.SeriesFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One feature of a series, to be forecast. The arrays are not to be changed.
 *
 * @param times event-time ms of each value
 * @param values without gaps: rows whose value is missing are left out
 */
public record Track(String name, long[] times, double[] values) {

    /** Shorter ones tell too little after their first fifth. */
    private static final int SHORTEST = 300;

    /** One in so many values after the first fifth must differ from the one before. */
    private static final int STILL = 50;

    /** One of each feature in the first rows of a file; values that are not numbers are left out. */
    public static List<Track> of(SeriesFile file, Duration interval, int rows) {
        try (CsvSeries series = CsvSeries.open(file, interval)) {
            List<CsvRow.Usable> usable = new ArrayList<>();
            while (series.hasNext() && usable.size() < rows) {
                if (series.next() instanceof CsvRow.Usable row) {
                    usable.add(row);
                }
            }
            List<String> names = series.features().names();
            return IntStream.range(0, names.size())
                    .mapToObj(feature -> of(file.series() + ' ' + names.get(feature), usable, feature))
                    .toList();
        }
    }

    private static Track of(String name, List<CsvRow.Usable> rows, int feature) {
        List<CsvRow.Usable> present =
                rows.stream().filter(row -> !row.values().missing(feature)).toList();
        return new Track(
                name,
                present.stream().mapToLong(CsvRow.Usable::time).toArray(),
                present.stream().mapToDouble(row -> row.values().at(feature)).toArray());
    }

    public int length() {
        return times.length;
    }

    /** Whether it is long enough and still moves after its first fifth: of others every method is right. */
    public boolean moves() {
        int from = length() / 5;
        long moves = IntStream.range(from + 1, length())
                .filter(row -> values[row] != values[row - 1])
                .count();
        return length() >= SHORTEST && moves * STILL >= length() - from;
    }

    /** At most so many, spread over all. */
    public static List<Track> spread(List<Track> all, int most) {
        int count = Math.min(most, all.size());
        return IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
                .toList();
    }
}
