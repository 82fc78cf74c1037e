package io.lookback.cli.files;

import io.lookback.cli.CliException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that holds one series.
 *
 * @param series the path below the folder that was searched, without its ending, with slashes
 * @param relative the path below that folder
 */
public record SeriesFile(String series, String relative, String path) implements Serializable {

    private static final List<String> ENDINGS = List.of(".csv", ".txt", ".tsv");

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
            requireSeries(root);
            return List.of(of(root, name == null ? root : name));
        }
        if (!Files.isDirectory(root)) {
            throw new CliException(String.format(Locale.ROOT, "%s is neither a file nor a folder.", root));
        }
        List<SeriesFile> found = new ArrayList<>();
        for (Path file : candidates(root)) {
            try {
                requireSeries(file);
                found.add(of(file, root.relativize(file)));
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
                        : new SeriesFile(file.relative, file.relative, file.path))
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

    private static void requireSeries(Path file) {
        CsvSeries.open(file, Duration.ofMinutes(1)).close();
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
