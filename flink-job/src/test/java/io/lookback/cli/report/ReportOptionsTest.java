package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReportOptionsTest {

    @Test
    void theBudgetOfAReportCountsTheValuesOfEachRow() {
        ReportOptions options = CommandLine.populateCommand(new ReportOptions());

        assertThat(options.rowsPerSeries(1, 1)).isEqualTo(240_000);
        assertThat(options.rowsPerSeries(3, 1)).isEqualTo(80_000);
        assertThat(options.rowsPerSeries(3, 40)).isEqualTo(2_000);
        assertThat(options.rowsPerSeries(1_000, 40)).isEqualTo(200);
    }
}
