package io.lookback.cli.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.CliException;
import io.lookback.cli.evaluate.Span;
import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.files.TimestampFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Labeled windows of many files, as the Numenta Anomaly Benchmark writes them:
 * {@code {"folder/file.csv": [["2014-02-04 03:40:00", "2014-02-05 03:30:00"], ...], ...}}.
 */
final class Windows {

    private static final TypeReference<Map<String, List<List<String>>>> SHAPE = new TypeReference<>() {};

    private final Path file;
    private final Map<String, List<List<String>>> byPath;

    private Windows(Path file, Map<String, List<List<String>>> byPath) {
        this.file = file;
        this.byPath = byPath;
    }

    static Windows read(Path file) {
        try {
            Windows windows = new Windows(file, new ObjectMapper().readValue(file.toFile(), SHAPE));
            windows.byPath.forEach((path, spans) -> spans.forEach(span -> windows.require(path, span)));
            return windows;
        } catch (IOException failed) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "--labels %s is not JSON of windows by file ({\"folder/file.csv\": [[\"begin\", \"end\"]]}): %s",
                            file,
                            failed.getMessage()),
                    failed);
        }
    }

    /** Whether the file is named; a path may be given without the folders in front. */
    boolean names(SeriesFile series) {
        return !keys(series).isEmpty();
    }

    /** The rows of each window, sorted; windows without rows are left out. */
    List<Span> spans(SeriesFile series, long[] times) {
        List<Span> spans = new ArrayList<>();
        for (String key : keys(series)) {
            for (List<String> window : byPath.getOrDefault(key, List.of())) {
                add(times, millis(window.get(0)), millis(window.get(1)), spans);
            }
        }
        spans.sort(Comparator.comparingInt(Span::first));
        return spans;
    }

    private void require(String path, List<String> window) {
        if (window.size() != 2) {
            throw new CliException(String.format(
                    Locale.ROOT, "--labels %s: a window of '%s' has %d ends instead of 2", file, path, window.size()));
        }
        if (millis(window.get(0)) > millis(window.get(1))) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "--labels %s: a window of '%s' ends at %s, before it begins at %s. Exchange them.",
                    file,
                    path,
                    window.get(1),
                    window.get(0)));
        }
    }

    private List<String> keys(SeriesFile series) {
        if (byPath.containsKey(series.relative())) {
            return List.of(series.relative());
        }
        List<String> ending = byPath.keySet().stream()
                .filter(key -> key.endsWith("/" + series.relative()))
                .toList();
        return ending.size() == 1 ? ending : List.of();
    }

    /** From the row at {@code begin} to the row at {@code end}, or else the rows between them. */
    private static void add(long[] times, long begin, long end, List<Span> spans) {
        int first = -1;
        int last = -1;
        for (int row = 0; row < times.length; row++) {
            if (times[row] >= begin && times[row] <= end) {
                first = first < 0 ? row : first;
                last = row;
            }
        }
        if (first >= 0) {
            spans.add(new Span(first, last));
        }
    }

    private long millis(String text) {
        OptionalLong millis =
                TimestampFormat.of(text).map(format -> format.parse(text)).orElse(OptionalLong.empty());
        return millis.orElseThrow(
                () -> new CliException(String.format(Locale.ROOT, "--labels %s: '%s' is not a timestamp", file, text)));
    }
}
