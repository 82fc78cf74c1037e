package io.lookback.cli.files;

import io.lookback.cli.CliException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A series' file with its scores beside it: the input's rows in the input's order, each exactly once. Rows that could
 * not be scored keep empty cells. The output file appears under its name when it is complete.
 */
public final class ScoredCsv implements AutoCloseable {

    /** Columns of the scored file, and the one that the Python package puts before them. */
    private static final Set<String> RESERVED = Set.of(
            "series",
            "timestamp",
            "anomaly_score",
            "severity",
            "anomaly",
            "feature",
            "expected",
            "lower",
            "upper",
            "status");

    private static final String RENAMED = "_input";

    private final CsvSeries input;
    private final Path output;
    private final Path unfinished;
    private final CSVPrinter printer;
    private final boolean multivariate;

    /** The column of each feature. */
    private final Map<String, String> columns;

    private final Map<Long, RowScore> waiting = new HashMap<>();
    private @Nullable CsvRow pending;
    private long unusable;
    private long written;

    private ScoredCsv(CsvSeries input, Path output, Path unfinished, BufferedWriter text) throws IOException {
        this.input = input;
        this.output = output;
        this.unfinished = unfinished;
        this.multivariate = input.features().size() > 1;
        this.columns = columns(input.features().names());
        this.printer = new CSVPrinter(
                text, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
        printer.printRecord(header());
    }

    /** Begins {@code output}, whose folders are made; the caller closes it. */
    public static ScoredCsv begin(Path input, Duration interval, Path output) {
        return begin(CsvSeries.open(input, interval), output);
    }

    /** The same of one series of a file. */
    public static ScoredCsv begin(SeriesFile input, Duration interval, Path output) {
        return begin(CsvSeries.open(input, interval), output);
    }

    private static ScoredCsv begin(CsvSeries rows, Path output) {
        try {
            Path folder = output.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path unfinished = output.resolveSibling(output.getFileName() + ".part");
            return new ScoredCsv(rows, output, unfinished, Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            rows.close();
            throw new CliException(
                    String.format(Locale.ROOT, "%s cannot be written: %s", output, failed.getMessage()), failed);
        }
    }

    /** Takes the score of a row; rows whose predecessors are still missing wait. Returns the rows written by it. */
    public long accept(RowScore score) throws IOException {
        if (score.row() < written || waiting.put(score.row(), score) != null) {
            throw new IOException(String.format(Locale.ROOT, "Row %d of %s was scored twice", score.row(), output));
        }
        long before = written;
        while (writeNext()) {
            pending = null;
        }
        return written - before;
    }

    /** Whether every row of the input is written. */
    public boolean complete() {
        return pending == null && !input.hasNext();
    }

    /** Rows written so far that could not be scored. */
    public long unusable() {
        return unusable;
    }

    /** Writes unusable rows at the end and gives the file its name. Fails if a row is still without its score. */
    public long finish() throws IOException {
        long before = written;
        while (writeNext()) {
            pending = null;
        }
        if (!complete()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s: row %d and %d later ones got no score",
                    output,
                    pending == null ? written : pending.number(),
                    waiting.size()));
        }
        close();
        Files.move(unfinished, output, StandardCopyOption.REPLACE_EXISTING);
        return written - before;
    }

    @Override
    public void close() throws IOException {
        input.close();
        printer.close();
    }

    private boolean writeNext() throws IOException {
        if (pending == null) {
            if (!input.hasNext()) {
                return false;
            }
            pending = input.next();
        }
        CsvRow row = pending;
        RowScore score = waiting.remove(row.number());
        if (score == null && row instanceof CsvRow.Usable) {
            return false;
        }
        print(row, score);
        return true;
    }

    private void print(CsvRow row, @Nullable RowScore score) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(CsvText.forSpreadsheets(row.timestamp()));
        row.cells().forEach(cell -> line.add(CsvText.forSpreadsheets(cell)));
        if (score == null || score.status().equals(RowScore.UNUSABLE)) {
            unusable++;
            line.addAll(Collections.nCopies(multivariate ? 7 : 6, ""));
            line.add(RowScore.UNUSABLE);
        } else {
            line.addAll(cells(score));
        }
        printer.printRecord(line);
        written++;
    }

    private List<String> cells(RowScore score) {
        List<String> cells = new ArrayList<>();
        cells.add(number(score.score()));
        cells.add(number(score.severity()));
        cells.add(score.anomaly() ? "1" : "0");
        if (multivariate) {
            cells.add(columns.getOrDefault(score.feature(), CsvText.forSpreadsheets(score.feature())));
        }
        cells.add(number(score.expected()));
        cells.add(number(score.lower()));
        cells.add(number(score.upper()));
        cells.add(score.status());
        return cells;
    }

    private static String number(double number) {
        return Double.isNaN(number) ? "" : Double.toString(number);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>();
        header.add("timestamp");
        header.addAll(columns.values());
        header.addAll(List.of("anomaly_score", "severity", "anomaly"));
        if (multivariate) {
            header.add("feature");
        }
        header.addAll(List.of("expected", "lower", "upper", "status"));
        return header;
    }

    /** A column that would be called like another one of the scored file gets another name. */
    private static Map<String, String> columns(List<String> features) {
        List<String> wanted = features.stream().map(CsvText::forSpreadsheets).toList();
        Set<String> taken = new HashSet<>(RESERVED);
        Map<String, String> columns = new LinkedHashMap<>();
        for (int f = 0; f < features.size(); f++) {
            String name = wanted.get(f);
            boolean free = taken.add(name);
            while (!free) {
                name += RENAMED;
                free = !wanted.contains(name) && taken.add(name);
            }
            columns.put(features.get(f), name);
        }
        return columns;
    }
}
