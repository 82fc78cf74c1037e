package io.lookback.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoredCsvTest {

    @TempDir
    Path folder;

    @Test
    void writesEveryRowOnceInOrderWhateverTheOrderOfTheScores() throws IOException {
        Path input = input("timestamp,value,label\n2024-03-01 00:00:00,1,0\nbroken,2,0\n2024-03-01 00:10:00,3,1\n");
        Path output = folder.resolve("out/series.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            assertThat(scored.accept(score(2))).isZero();
            assertThat(scored.accept(score(0))).isEqualTo(3);
            scored.finish();
            assertThat(scored.unusable()).isEqualTo(1);
        }

        assertThat(output).hasContent("""
                        timestamp,value,anomaly_score,severity,anomaly,expected,lower,upper,status
                        2024-03-01 00:00:00,1,0.25,0.5,1,1.5,,2.0,ready
                        broken,2,,,,,,,unusable
                        2024-03-01 00:10:00,3,0.25,0.5,1,1.5,,2.0,ready
                        """);
    }

    @Test
    void namesTheFeatureOfARowWithSeveral() throws IOException {
        Path input = input("time,a,b\n2024-03-01,1,2\n");
        Path output = folder.resolve("series.csv.out");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(score(0));
            scored.finish();
        }

        assertThat(output).hasContent("""
                        timestamp,a,b,anomaly_score,severity,anomaly,feature,expected,lower,upper,status
                        2024-03-01,1,2,0.25,0.5,1,value,1.5,,2.0,ready
                        """);
    }

    @Test
    void renamesColumnsThatAreCalledLikeItsOwn() throws IOException {
        Path input = input("time,severity,severity_input,value,series,status\n2024-03-01,1,2,3,4,5\n");
        Path output = folder.resolve("scored.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(new RowScore(0, 0.25, 0.5, true, "severity", 1.5, Double.NaN, 2, "ready"));
            scored.finish();
        }

        assertThat(output).hasContent("""
                        timestamp,severity_input_input,severity_input,value,series_input,status_input,anomaly_score,severity,anomaly,feature,expected,lower,upper,status
                        2024-03-01,1,2,3,4,5,0.25,0.5,1,severity_input_input,1.5,,2.0,ready
                        """);
    }

    @Test
    void renamesColumnsThatOnlySpreadsheetsMakeAlike() throws IOException {
        Path input = input("time,=x,'=x\n2024-03-01,1,2\n");
        Path output = folder.resolve("scored.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(score(0));
            scored.finish();
        }

        assertThat(output).content().startsWith("timestamp,'=x,'=x_input,anomaly_score,");
    }

    @Test
    void writesNumbersOfAllFormsAsProgramsReadThem() throws IOException {
        Path input = input("time;a;b\n2024-03-01;1.182,60;45 %\n2024-03-02;-3,5;n/a\n2024-03-03;broken;7\n");
        Path output = folder.resolve("scored.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(score(0));
            scored.accept(score(1));
            scored.finish();
        }

        assertThat(output)
                .content()
                .contains("2024-03-01,1182.60,45,0.25", "2024-03-02,-3.5,n/a,0.25", "2024-03-03,broken,7,,");
    }

    @Test
    @FaultCase(kind = "Security", input = "formulas in a CSV file for `backtest`", outcome = "written as text")
    void hasNoCellThatASpreadsheetWouldRun() throws IOException {
        Path input = input("time,=cmd(),note\n2024-03-01,-1.5,@SUM(A1)\n2024-03-02,+2e3,-2+3+cmd|' /C calc'!A0\n");
        Path output = folder.resolve("scored.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(score(0));
            scored.accept(score(1));
            scored.finish();
        }

        assertThat(Files.readString(output)).contains("-1.5,", "+2e3,").doesNotContainPattern("(?m)(^|,)\"?[=@]|,-2");
    }

    @Test
    void showsNoFinishedFileWhileAScoreIsMissing() throws IOException {
        Path input = input("timestamp,value\n2024-03-01,1\n2024-03-02,2\n");
        Path output = folder.resolve("scored.csv");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), output)) {
            scored.accept(score(1));

            assertThatThrownBy(scored::finish).hasMessageContaining("row 0 and 1 later ones got no score");
        }

        assertThat(output).doesNotExist();
    }

    @Test
    void refusesASecondScoreOfARow() throws IOException {
        Path input = input("timestamp,value\n2024-03-01,1\n2024-03-02,2\n");

        try (ScoredCsv scored = ScoredCsv.begin(input, Duration.ofMinutes(1), folder.resolve("scored.csv"))) {
            scored.accept(score(0));

            assertThatThrownBy(() -> scored.accept(score(0)))
                    .hasMessageContaining("Row 0")
                    .hasMessageContaining("twice");
        }
    }

    private static RowScore score(long row) {
        return new RowScore(row, 0.25, 0.5, true, "value", 1.5, Double.NaN, 2, "ready");
    }

    private Path input(String text) throws IOException {
        return Files.writeString(folder.resolve("series.csv"), text);
    }
}
