package io.lookback.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.CliException;
import io.lookback.event.Values;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSeriesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "2024-03-01 10:20:30,                     2024-03-01T10:20:30Z",
        "2024-03-01 10:20,                        2024-03-01T10:20:00Z",
        "2024-03-01 10:20:30.250,                 2024-03-01T10:20:30.250Z",
        "2024-03-01T10:20:30,                     2024-03-01T10:20:30Z",
        "2024-03-01T10:20:30Z,                    2024-03-01T10:20:30Z",
        "2024-03-01T10:20:30.123456Z,             2024-03-01T10:20:30.123Z",
        "2024-03-01T12:20:30+02:00,               2024-03-01T10:20:30Z",
        "2024-03-01T12:20:30+0200,                2024-03-01T10:20:30Z",
        "2024-03-01 10:20:30 UTC,                 2024-03-01T10:20:30Z",
        "2024-03-01T11:20:30+01:00[Europe/Berlin],2024-03-01T10:20:30Z",
        "2024-03-01,                              2024-03-01T00:00:00Z",
        "1709288430,                              2024-03-01T10:20:30Z",
        "1709288430.5,                            2024-03-01T10:20:30.500Z",
        "1709288430000,                           2024-03-01T10:20:30Z"
    })
    void readsTimestamps(String text, Instant instant) throws IOException {
        Path file = file("timestamp,value\n%s,1\n".formatted(text));

        List<CsvRow> rows = rows(file);

        assertThat(rows).singleElement().isInstanceOfSatisfying(CsvRow.Usable.class, row -> {
            assertThat(row.time()).isEqualTo(instant.toEpochMilli());
            assertThat(row.timestamp()).isEqualTo(text);
        });
    }

    @Test
    void saysThatAFileIsCompressed() throws IOException {
        Path file = folder.resolve("series.csv.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write("timestamp,value\n2024-03-01,1\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(CliException.class)
                .hasMessageEndingWith(
                        "series.csv.gz cannot be read: it is compressed, or a workbook. Unpack it, or export it as CSV.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "Yes", "y", "T", "anomaly", "3"})
    void readsLabelsThatAreWords(String text) throws IOException {
        List<CsvRow> rows = rows(file("timestamp,value,label\n2024-03-01,1,%s\n2024-03-02,1,no\n".formatted(text)));

        assertThat(rows)
                .extracting(row -> row instanceof CsvRow.Usable usable && usable.labeled())
                .containsExactly(true, false);
    }

    @Test
    void namesALabelThatItDoesNotUnderstand() throws IOException {
        Path file = file("timestamp,value,label\n2024-03-01,1,false\n2024-03-02,1,outage\n2024-03-03,1,\n");

        try (CsvSeries series = CsvSeries.open(file, Duration.ofMinutes(1))) {
            assertThat(series.unreadLabel()).isEmpty();
            series.forEachRemaining(row -> {});

            assertThat(series.unreadLabel()).hasValue("outage");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100_002})
    void refusesAQuoteThatNothingCloses(int row) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 2; i < row + 10; i++) {
            text.append(1_709_288_430 + i).append(i == row ? ",\"1\n" : ",1\n");
        }
        Path file = file(text.toString());

        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(CliException.class)
                .hasMessage(
                        "%s cannot be read: a quote opens in row %d, counted with the header, and nothing closes it",
                        file, row);
    }

    @Test
    void readsQuotedCellsAfterAByteOrderMark() throws IOException {
        Path file = file("\uFEFF\"TimeStamp\",\"cpu, user\",\"Label\"\r\n\"2024-03-01T00:00:00Z\",\"1.5\",1\r\n");

        try (CsvSeries series = CsvSeries.open(file, Duration.ofMinutes(1))) {
            assertThat(series.features().names()).containsExactly("cpu, user");
            assertThat(series.next()).isInstanceOfSatisfying(CsvRow.Usable.class, row -> {
                assertThat(row.values()).isEqualTo(Values.of(1.5));
                assertThat(row.labeled()).isTrue();
            });
            assertThat(series.hasNext()).isFalse();
        }
    }

    @Test
    void takesEmptyCellsForMissingValues() throws IOException {
        Path file = file("time,a,b\n2024-03-01,1,\n2024-03-02,NaN,2\n");

        List<CsvRow> rows = rows(file);

        assertThat(rows)
                .map(row -> ((CsvRow.Usable) row).values())
                .containsExactly(Values.of(1, Double.NaN), Values.of(Double.NaN, 2));
    }

    @Test
    void keepsBrokenRowsWithTheirReason() throws IOException {
        Path file = file("timestamp,value\n2024-03-01,1\nyesterday,2\n2024-03-03,x\n2024-03-04\n2024-03-05,5\n");

        List<CsvRow> rows = rows(file);

        assertThat(rows).extracting(CsvRow::number).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(rows)
                .filteredOn(row -> row instanceof CsvRow.Unusable)
                .extracting(row -> ((CsvRow.Unusable) row).reason())
                .containsExactly(
                        "'yesterday' is not a timestamp",
                        "'x' in column 'value' is not a number",
                        "1 cells where 2 are expected");
    }

    @ParameterizedTest
    @CsvSource({
        "'%s,2',          '%s...'' is not a timestamp'",
        "'2024-03-02,%s', '%s...'' in column ''value'' is not a number'"
    })
    void showsTheBeginningOfALongCell(String row, String reason) throws IOException {
        Path file = file("timestamp,value\n2024-03-01,1\n" + row.formatted("x".repeat(100_000)) + "\n2024-03-03,3\n");

        assertThat(rows(file).get(1))
                .isInstanceOfSatisfying(
                        CsvRow.Unusable.class,
                        unusable -> assertThat(unusable.reason()).isEqualTo("'" + reason.formatted("x".repeat(80))));
    }

    @Test
    void leavesOutColumnsOfTextAndTheLabel() throws IOException {
        Path file = file("ts;host;cpu;LABEL;mem\n2024-03-01;a;1;0;2\n2024-03-02;b;3;1;4\n");

        try (CsvSeries series = CsvSeries.open(file, Duration.ofMinutes(1))) {
            assertThat(series.features().names()).containsExactly("cpu", "mem");
            assertThat(series.next().cells()).containsExactly("1", "2");
        }
    }

    @Test
    void countsRowsWhereThereAreNoTimestamps() throws IOException {
        Path file = file("0.1,0.2\n0.3,0.4\n");

        try (CsvSeries series = CsvSeries.open(file, Duration.ofSeconds(60))) {
            assertThat(series.features().names()).containsExactly("column-1", "column-2");
            assertThat(series.next().timestamp()).isEqualTo("2000-01-01T00:00:00Z");
            assertThat(series.next()).isInstanceOfSatisfying(CsvRow.Usable.class, row -> {
                assertThat(row.timestamp()).isEqualTo("2000-01-01T00:01:00Z");
                assertThat(row.values()).isEqualTo(Values.of(0.3, 0.4));
            });
        }
    }

    @Test
    void readsTimestampsWithoutAHeader() throws IOException {
        Path file = file("2024-03-01 00:00:00,7\n2024-03-01 00:05:00,8\n");

        List<CsvRow> rows = rows(file);

        assertThat(rows).extracting(CsvRow::timestamp).containsExactly("2024-03-01 00:00:00", "2024-03-01 00:05:00");
        assertThat(rows).extracting(CsvRow::cells).containsExactly(List.of("7"), List.of("8"));
    }

    @Test
    void refusesAFileWithoutNumbers() throws IOException {
        Path file = file("Permission is hereby granted, free of charge,\nto any person\n");

        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(CsvSeries.NotASeries.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("none of its columns holds numbers");
    }

    @Test
    void saysHowManyColumnsOfNumbersAreTooMany() throws IOException {
        Path widest = file("1,".repeat(1_023) + "1\n");
        assertThat(rows(widest)).hasSize(1);

        Path wider = file("1,".repeat(1_024) + "1\n");

        assertThatThrownBy(() -> rows(wider))
                .isInstanceOf(CliException.class)
                .hasMessage(
                        "%s cannot be read: 1025 of its columns hold numbers, and a series has 1024 values at most. Give files with fewer columns.",
                        wider);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("series.csv"), text);
    }

    private static List<CsvRow> rows(Path file) {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvSeries series = CsvSeries.open(file, Duration.ofMinutes(1))) {
            series.forEachRemaining(rows::add);
        }
        return rows;
    }
}
