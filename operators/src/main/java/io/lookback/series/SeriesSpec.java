package io.lookback.series;

import io.lookback.cell.Cell;
import io.lookback.detect.DetectionSpec;
import io.lookback.order.OrderSpec;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that decides what a series remembers and how a record is judged.
 *
 * @param cells that advance each channel, in the order in which their predictions are listed
 * @param zone of the calendar profiles
 */
public record SeriesSpec(OrderSpec order, List<Cell> cells, DetectionSpec detection, ZoneId zone)
        implements Serializable {

    public SeriesSpec {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("cells is empty: name at least one cell");
        }
    }

    /** The cells' models as they stand in every score. */
    public String models() {
        return cells.stream().map(cell -> cell.card().qualifiedName()).collect(Collectors.joining("+"));
    }

    public SeriesLayout layout() {
        return new SeriesLayout(
                cells.stream()
                        .map(cell -> new SeriesLayout.CellLayout(cell.card().qualifiedName(), cell.memory()))
                        .toList(),
                detection);
    }
}
