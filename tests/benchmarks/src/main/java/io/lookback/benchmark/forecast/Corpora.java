package io.lookback.benchmark.forecast;

import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.skill.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            corpora.add(new Corpus(kind, Track.spread(tracks, sample)));
        }
        return corpora;
    }

    /** Whole records: of each series of a kind, its features that move, in their order. */
    static List<List<Track>> records(Path data, String kind, int rows) throws IOException {
        Folder folder = folder(kind);
        List<List<Track>> records = new ArrayList<>();
        for (Path file : files(data, folder)) {
            records.add(moving(data.resolve(folder.path()), file, rows));
        }
        return records;
    }

    private static Folder folder(String kind) {
        return FOLDERS.stream()
                .filter(folder -> folder.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "There is no kind '%s': give some of %s", kind, ALL)));
    }

    private static List<Track> read(Path data, Folder folder, int rows) throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (Path file : files(data, folder)) {
            tracks.addAll(Track.spread(moving(data.resolve(folder.path()), file, rows), FEATURES));
        }
        return tracks;
    }

    private static List<Path> files(Path data, Folder folder) throws IOException {
        Path root = data.resolve(folder.path());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> path.toString().endsWith(".csv"))
                    .filter(path -> root.relativize(path).toString().startsWith(folder.prefix()))
                    .sorted()
                    .toList();
        }
    }

    private static List<Track> moving(Path root, Path file, int rows) {
        String name = root.relativize(file).toString();
        return Track.of(new SeriesFile(name, name, file.toString()), INTERVAL, rows).stream()
                .filter(Track::moves)
                .toList();
    }
}
