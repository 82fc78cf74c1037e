package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.FeatureScore;
import io.lookback.event.Values;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownsamplingTest {

    private static final int ROWS = 10_000;

    @Test
    void keepsWhatAPictureShows() {
        List<RecordedRow> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double value = row == 4321 ? 99 : row == 8765 ? -99 : Math.sin(row / 50.0);
            rows.add(row(row, value, row == 777 ? 1 : 0, row == 5555));
        }

        List<RecordedRow> kept = Downsampling.keep(rows, List.of(0), 400);

        assertThat(kept).hasSizeBetween(200, 410);
        assertThat(kept).extracting(RecordedRow::row).isSorted().contains(0L, 777L, 4321L, 5555L, 8765L, ROWS - 1L);
    }

    @Test
    void leavesAShortSeriesAlone() {
        List<RecordedRow> rows = List.of(row(0, 1, 0, false), row(1, Double.NaN, 0, false));

        assertThat(Downsampling.keep(rows, List.of(0), 2)).isSameAs(rows);
    }

    private static RecordedRow row(int row, double value, double score, boolean anomaly) {
        FeatureScore feature = new FeatureScore(0, -1, 1, 1);
        return new RecordedRow(row, row, score, 0, anomaly, true, Values.of(value), List.of(feature), List.of());
    }
}
