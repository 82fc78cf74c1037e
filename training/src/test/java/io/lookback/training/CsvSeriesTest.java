package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSeriesTest {

    @TempDir
    private Path folder;

    @Test
    void everyNumericColumnIsASeries() throws IOException {
        write(
                "a.csv",
                "time,cpu,host,mem,label",
                "1700000000,1,web,10,0",
                "1700000060,2,web,,1",
                "1700000120,3,web,30,0");

        List<Series> series = CsvSeries.read(folder);

        assertThat(series).hasSize(2);
        assertThat(series.get(0).length()).isEqualTo(3);
        assertThat(series.get(1).length()).isEqualTo(2);
        assertThat(series.get(1).time(1)).isEqualTo(1_700_000_120_000L);
        assertThat(series.get(1).value(1)).isEqualTo(30);
    }

    @Test
    void columnsNeedNoNamesOfTheirOwn() throws IOException {
        write("a.csv", "time,v,v,", "60,1,2,3", "120,4,5,6");

        assertThat(CsvSeries.read(folder)).hasSize(3);
    }

    @Test
    void rowsAreSortedAndTheFirstOfATimeCounts() throws IOException {
        write("a.csv", "time,v", "120,3", "60,1", "60,9", "180,NaN");

        Series series = CsvSeries.read(folder.resolve("a.csv")).get(0);

        assertThat(series.length()).isEqualTo(2);
        assertThat(series.value(0)).isEqualTo(1);
        assertThat(series.value(1)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-03-05T06:07:08Z",
                "2024-03-05T08:07:08+02:00",
                "2024-03-05T06:07:08",
                "2024-03-05 06:07:08",
                "2024-03-05 06:07:08.000000",
                "1709618828",
                "1709618828000"
            })
    void timesComeInManyShapes(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(1_709_618_828_000L);
    }

    @Test
    void aBadTimeIsNamedWithFileAndRecord() throws IOException {
        write("a.csv", "time,v", "60,1", "noon,2");

        assertThatThrownBy(() -> CsvSeries.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.csv, record 3: 'noon' is not a time");
    }

    @Test
    void aBadTimeIsShownWithoutWhatATerminalObeys() throws IOException {
        write("a.csv", "time,v", "\u001b[31mno\u0007on\u009b" + "x".repeat(1_000) + ",2");

        assertThatThrownBy(() -> CsvSeries.read(folder))
                .hasMessageContaining("record 2: '?[31mno?on?xxx", "xxx...' is not a time")
                .message()
                .hasSizeLessThan(400)
                .doesNotContainPattern("\\p{Cc}");
    }

    @Test
    void aFolderWithoutFilesIsRefused() {
        assertThatThrownBy(() -> CsvSeries.read(folder)).hasMessageContaining("no .csv file");
        assertThatThrownBy(() -> CsvSeries.read(folder.resolve("none"))).hasMessageContaining("no file or folder");
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(folder.resolve(file), List.of(lines));
    }
}
