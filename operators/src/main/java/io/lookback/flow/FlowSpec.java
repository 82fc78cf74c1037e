package io.lookback.flow;

import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.detect.DetectionSpec;
import io.lookback.order.OrderSpec;
import io.lookback.series.SeriesSpec;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * Everything that the scoring operator is told.
 *
 * @param timeToLive processing time after which a series without records is forgotten
 */
public record FlowSpec(
        OrderSpec order,
        WaveSpec wave,
        List<CellSpec> cells,
        HistorySpec history,
        DetectionSpec detection,
        ZoneId zone,
        Duration timeToLive)
        implements Serializable {

    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(30);

    public FlowSpec {
        cells = List.copyOf(cells);
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("state.ttl is %s: give more than zero".formatted(timeToLive));
        }
    }

    CellOptions options() {
        return new CellOptions(wave.size(), history.attended(), history.cacheBytes());
    }

    /** Loads and checks the models. */
    SeriesSpec series() {
        List<Cell> loaded = cells.stream()
                .map(Cell::load)
                .map(cell -> cell.withHistory(history.maxSteps()))
                .toList();
        return new SeriesSpec(order, loaded, detection, zone);
    }
}
