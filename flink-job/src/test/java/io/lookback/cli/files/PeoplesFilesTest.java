package io.lookback.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as Excel, Grafana and other programs write them. */
class PeoplesFilesTest {

    @TempDir
    private Path folder;

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "semicolons, decimal commas, day first", outcome = "scored")
    void excelInGermanHasSemicolonsDecimalCommasAndDaysFirst() throws IOException {
        List<CsvRow.Usable> rows =
                usable("\uFEFFZeit;Wert;Bemerkung\r\n03.11.2025 00:00;1.052,34;ok\r\n03.11.2025 00:01;49,84;ok\r\n");

        assertThat(times(rows)).containsExactly("2025-11-03T00:00:00Z", "2025-11-03T00:01:00Z");
        assertThat(values(rows)).containsExactly(1052.34, 49.84);
    }

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "month first, AM and PM", outcome = "scored")
    void monthsFirstWithAmAndPm() throws IOException {
        List<CsvRow.Usable> rows = usable(
                "timestamp,v\n11/03/2025 12:00 AM,1\n11/03/2025 12:30 PM,2\n11/03/2025 11:59 PM,3\n11/04/2025 1:05 AM,4\n");

        assertThat(times(rows))
                .containsExactly(
                        "2025-11-03T00:00:00Z", "2025-11-03T12:30:00Z", "2025-11-03T23:59:00Z", "2025-11-04T01:05:00Z");
    }

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "day or month first", outcome = "decided from the whole column")
    void aDayPastTwelveSaysWhichWayRoundAllDatesAre() throws IOException {
        List<CsvRow.Usable> days = usable("date,v\n01/02/2025,1\n13/02/2025,2\n");
        List<CsvRow.Usable> months = usable("date,v\n01/02/2025,1\n01/13/2025,2\n");

        assertThat(times(days)).containsExactly("2025-02-01T00:00:00Z", "2025-02-13T00:00:00Z");
        assertThat(times(months)).containsExactly("2025-01-02T00:00:00Z", "2025-01-13T00:00:00Z");
    }

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "thousands and percent signs", outcome = "scored")
    void thousandsAndPercentSigns() throws IOException {
        assertThat(values(usable("ts,v\n1762128000,\"4,999.16\"\n1762128060,\"1,005,047.80\"\n1762128120,12\n")))
                .containsExactly(4999.16, 1005047.8, 12.0);
        assertThat(values(usable(
                        "\"Time\",\"cpu\"\n\"2025-11-03 00:00:00\",\"50.5 %\"\n\"2025-11-03 00:01:00\",\"7%\"\n")))
                .containsExactly(50.5, 7.0);
        assertThat(values(usable("ts;v\n1762128000;1\u00a0234,5\n1762128060;99,5\n")))
                .containsExactly(1234.5, 99.5);
    }

    @Test
    @FaultCase(
            kind = "Files for `backtest`",
            input = "commas that separate thousands or decimals",
            outcome = "decided from the whole column")
    void theWholeColumnSaysWhatACommaIs() throws IOException {
        assertThat(values(usable("ts,v\n1762128000,\"1,234\"\n1762128060,\"12,345\"\n")))
                .containsExactly(1234.0, 12345.0);
        assertThat(values(usable("ts,v\n1762128000,\"1,234\"\n1762128060,\"12,3\"\n")))
                .containsExactly(1.234, 12.3);
        assertThat(values(usable("ts;v\n1762128000;1,234\n1762128060;12,345\n")))
                .containsExactly(1.234, 12.345);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    @FaultCase(kind = "Files for `backtest`", input = "UTF-16: {}", outcome = "scored")
    void utf16WithAndWithoutAMark(String charset) throws IOException {
        String text = "ts,v\n2025-11-03T00:00:00,48.78\n2025-11-03T00:01:00,52.34\n";

        for (String mark : List.of("\uFEFF", "")) {
            List<CsvRow.Usable> rows = usable(write(mark + text, Charset.forName(charset)));

            assertThat(values(rows)).containsExactly(48.78, 52.34);
        }
    }

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "value column before the time column", outcome = "scored")
    void theValueMayStandBeforeTheTime() throws IOException {
        List<CsvRow.Usable> rows = usable("value,timestamp\n51.68,2025-11-03T00:00:00\n49.05,2025-11-03T00:01:00\n");

        assertThat(times(rows)).containsExactly("2025-11-03T00:00:00Z", "2025-11-03T00:01:00Z");
        assertThat(values(rows)).containsExactly(51.68, 49.05);
        assertThat(values(usable("51.68,1762128000\n49.05,1762128060\n"))).containsExactly(51.68, 49.05);
    }

    @Test
    @FaultCase(kind = "Files for `backtest`", input = "one row per metric", outcome = "one series per metric")
    void rowsOfOneMetricEachAreOneSeriesForEachMetric() throws IOException {
        Path file = write(
                "timestamp,metric,value\n2025-11-03T00:00:00,cpu/a,1\n2025-11-03T00:00:00,mem,10\n"
                        + "2025-11-03T00:01:00,cpu/a,2\n2025-11-03T00:01:00,mem,20\n",
                StandardCharsets.UTF_8);

        List<SeriesFile> series = SeriesFile.find(file, skipped -> {});

        assertThat(series).extracting(SeriesFile::series).containsExactly("series/cpu/a", "series/mem");
        assertThat(series).extracting(SeriesFile::relative).containsExactly("series/cpu_a.csv", "series/mem.csv");
        assertThat(values(usable(CsvSeries.open(series.get(0), Duration.ofMinutes(1)))))
                .containsExactly(1.0, 2.0);
        assertThat(values(usable(CsvSeries.open(series.get(1), Duration.ofMinutes(1)))))
                .containsExactly(10.0, 20.0);
    }

    @Test
    void aColumnOfNotesMakesNoSeries() throws IOException {
        Path file = write(
                "ts,v,note\n2025-11-03T00:00:00,1,\"a\nb\"\n2025-11-03T00:01:00,2,\"a\nb\"\n", StandardCharsets.UTF_8);

        assertThat(SeriesFile.find(file, skipped -> {}))
                .singleElement()
                .satisfies(series -> assertThat(series.key()).isNull());
    }

    @Test
    @FaultCase(
            kind = "Files for `backtest`",
            input = "rows that cannot be read",
            outcome = "reported with line and reason")
    void theRowThatCannotBeReadIsNamedByItsLine() throws IOException {
        Path file = write("ts,v\n2025-11-03,1\n2025-11-04,\"a\nb\"\n2025-11-05,3\nnever,4\n", StandardCharsets.UTF_8);

        List<CsvRow> rows = new ArrayList<>();
        try (CsvSeries series = CsvSeries.open(file, Duration.ofMinutes(1))) {
            series.forEachRemaining(rows::add);
        }

        assertThat(rows)
                .filteredOn(row -> row instanceof CsvRow.Unusable)
                .extracting(row -> ((CsvRow.Unusable) row).line())
                .containsExactly(4L, 6L);
    }

    private List<CsvRow.Usable> usable(String text) throws IOException {
        return usable(write(text, StandardCharsets.UTF_8));
    }

    private static List<CsvRow.Usable> usable(Path file) {
        return usable(CsvSeries.open(file, Duration.ofMinutes(1)));
    }

    private static List<CsvRow.Usable> usable(CsvSeries series) {
        List<CsvRow.Usable> rows = new ArrayList<>();
        try (series) {
            series.forEachRemaining(row -> rows.add((CsvRow.Usable) row));
        }
        return rows;
    }

    private Path write(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("series.csv"), text.getBytes(charset));
    }

    private static List<String> times(List<CsvRow.Usable> rows) {
        return rows.stream()
                .map(row -> Instant.ofEpochMilli(row.time()).toString())
                .toList();
    }

    private static List<Double> values(List<CsvRow.Usable> rows) {
        return rows.stream().map(row -> row.values().at(0)).toList();
    }
}
