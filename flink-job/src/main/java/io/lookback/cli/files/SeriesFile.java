package io.lookback.cli.files;

import io.lookback.cli.CliException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one series, or one series of a file that holds several.
 *
 * @param series the path below the folder that was searched, without its ending, with slashes
 * @param relative the path below that folder; of one series of several, a path that is made of it and the series' name
 * @param path of the file
 * @param key of its rows in a file of several series; null where all of its rows are one
 */
public record SeriesFile(
        String series,
        String relative,
        String path,
        @Nullable String key) implements Serializable {

    private static final List<String> ENDINGS = List.of(".csv", ".txt", ".tsv");
    private static final int MOST_NAME = 200;

    public SeriesFile(String series, String relative, String path) {
        this(series, relative, path, null);
    }

    /** The file itself. */
    public Path file() {
        return Path.of(path);
    }

    /**
     * The series in a file, or in all files of a folder and the folders below, in the order of their names.
     *
     * @param skipped is told of files in the folder that hold no series
     * @throws CliException if there is none
     */
    public static List<SeriesFile> find(Path root, Consumer<String> skipped) {
        if (Files.isRegularFile(root)) {
            Path name = root.toAbsolutePath().getFileName();
            return all(root, name == null ? root : name);
        }
        if (!Files.isDirectory(root)) {
            throw new CliException(String.format(Locale.ROOT, "%s is neither a file nor a folder.", root));
        }
        List<SeriesFile> found = new ArrayList<>();
        for (Path file : candidates(root)) {
            try {
                found.addAll(all(file, root.relativize(file)));
            } catch (CliException none) {
                skipped.accept(String.valueOf(none.getMessage()));
            }
        }
        if (found.isEmpty()) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "%s holds no series: no %s file with a column of numbers.",
                    root,
                    String.join(", ", ENDINGS)));
        }
        return distinct(found);
    }

    /** Files that differ in their ending alone keep it in their series' name. */
    private static List<SeriesFile> distinct(List<SeriesFile> files) {
        Map<String, Long> names =
                files.stream().collect(Collectors.groupingBy(SeriesFile::series, Collectors.counting()));
        return files.stream()
                .map(file -> names.getOrDefault(file.series, 1L) == 1
                        ? file
                        : new SeriesFile(
                                file.key == null ? file.relative : file.relative + '/' + file.key,
                                file.relative,
                                file.path,
                                file.key))
                .toList();
    }

    private static SeriesFile of(Path file, Path name) {
        String relative = name.toString().replace('\\', '/');
        return new SeriesFile(
                withoutEnding(relative),
                relative,
                file.toAbsolutePath().normalize().toString());
    }

    private static String withoutEnding(String name) {
        return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith)
                ? name.substring(0, name.length() - 4)
                : name;
    }

    /** The series of a file, each under a name that a file system takes. */
    private static List<SeriesFile> all(Path file, Path name) {
        SeriesFile whole = of(file, name);
        List<String> keys = CsvSeries.keys(file);
        if (keys.isEmpty()) {
            return List.of(whole);
        }
        List<SeriesFile> series = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String key : keys) {
            String safe = key.replaceAll("[^\\p{L}\\p{N}._-]", "_");
            String base = safe.isEmpty() || safe.startsWith(".") ? '_' + safe : safe;
            String free = base.length() <= MOST_NAME ? base : base.substring(0, MOST_NAME);
            for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
                free = base.substring(0, Math.min(base.length(), MOST_NAME)) + '-' + number;
            }
            series.add(new SeriesFile(
                    whole.series + '/' + key, withoutEnding(whole.relative) + '/' + free + ".csv", whole.path, key));
        }
        return series;
    }

    private static List<Path> candidates(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new CliException(
                    String.format(Locale.ROOT, "%s cannot be listed: %s", root, failed.getMessage()), failed);
        }
    }
}
