package io.lookback.benchmark.forecast;

import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real series in the folders of a directory, and generated ones. */
final class Corpora {

    /** Kinds that have a folder, and what it is called. */
    private static final List<Folder> FOLDERS = List.of(
            new Folder("nab", "nab/data", "real"),
            new Folder("cloud", "cloud-monitoring", ""),
            new Folder("aiops", "more/aiops", ""),
            new Folder("wsd", "more/wsd", ""),
            new Folder("jumpstarter", "more/jumpstarter", ""),
            new Folder("asd", "more/asd", ""),
            new Folder("smd", "more/smd", ""));

    static final String ALL = "nab,cloud,aiops,wsd,jumpstarter,asd,smd,rhythms";

    private static final String RHYTHMS = "rhythms";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Shorter ones tell too little after their first fifth. */
    private static final int SHORTEST = 300;
    /** Features of one record that are forecast, spread over those that move. */
    private static final int FEATURES = 5;

    private Corpora() {}

    /** @param prefix of the sub-folders that count */
    private record Folder(String kind, String path, String prefix) {}

    /**
     * @param kinds as in {@link #ALL}
     * @param sample most tracks of a kind, spread over all
     * @param rows most of a track, its first
     */
    static List<Corpus> read(Path data, List<String> kinds, int sample, int rows, long seed) throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        for (String kind : kinds) {
            List<Track> tracks = kind.equals(RHYTHMS) ? Rhythm.tracks(seed) : read(data, folder(kind), rows);
            corpora.add(new Corpus(kind, spread(tracks, sample)));
        }
        return corpora;
    }

    private static Folder folder(String kind) {
        return FOLDERS.stream()
                .filter(folder -> folder.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "There is no kind '%s': give some of %s", kind, ALL)));
    }

    private static List<Track> read(Path data, Folder folder, int rows) throws IOException {
        Path root = data.resolve(folder.path());
        List<Track> tracks = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".csv"))
                    .filter(path -> root.relativize(path).toString().startsWith(folder.prefix()))
                    .sorted()
                    .toList()) {
                tracks.addAll(read(root.relativize(file).toString(), file, rows));
            }
        }
        return tracks;
    }

    private static List<Track> read(String name, Path file, int rows) {
        try (CsvSeries series = CsvSeries.open(file, INTERVAL)) {
            List<CsvRow.Usable> usable = new ArrayList<>();
            while (series.hasNext() && usable.size() < rows) {
                if (series.next() instanceof CsvRow.Usable row) {
                    usable.add(row);
                }
            }
            List<Track> moving = IntStream.range(0, series.features().size())
                    .mapToObj(feature -> track(name, series.features().names().get(feature), usable, feature))
                    .filter(Corpora::moves)
                    .toList();
            return spread(moving, FEATURES);
        }
    }

    private static Track track(String file, String feature, List<CsvRow.Usable> rows, int index) {
        List<CsvRow.Usable> present =
                rows.stream().filter(row -> !row.values().missing(index)).toList();
        return new Track(
                file + " " + feature,
                present.stream().mapToLong(CsvRow.Usable::time).toArray(),
                present.stream().mapToDouble(row -> row.values().at(index)).toArray());
    }

    /** In one step of fifty, and after its first fifth, too: of others every method is right. */
    private static boolean moves(Track track) {
        int from = track.length() / 5;
        double[] values = track.values();
        long moves = IntStream.range(from + 1, track.length())
                .filter(row -> values[row] != values[row - 1])
                .count();
        return track.length() >= SHORTEST && moves * 50 >= track.length() - from;
    }

    private static List<Track> spread(List<Track> all, int most) {
        int[] picked = IntStream.range(0, Math.min(most, all.size()))
                .map(i -> (int) ((long) i * all.size() / Math.min(most, all.size())))
                .toArray();
        return Arrays.stream(picked).mapToObj(all::get).toList();
    }
}
