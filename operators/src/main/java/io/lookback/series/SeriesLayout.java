package io.lookback.series;

import io.lookback.cell.Cell;
import io.lookback.detection.DetectionSpec;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.MemoryShape.History;
import java.io.Serializable;
import java.util.List;

/**
 * What is needed to write a series down and to read it back: the cells' memories and the detection settings, without the
 * models. It goes into every checkpoint beside the series, and tells a series of an earlier job from one of this.
 */
public record SeriesLayout(List<CellLayout> cells, DetectionSpec detection) implements Serializable {

    public SeriesLayout {
        cells = List.copyOf(cells);
    }

    /** The bound of a history that no cell of this layout has. */
    private HistoryBound bound() {
        return cells.stream()
                .map(CellLayout::shape)
                .filter(History.class::isInstance)
                .map(shape -> ((History) shape).bound())
                .findFirst()
                .orElse(HistoryBound.DEFAULT);
    }

    /**
     * The cell whose stored memory bears this name: one of these, or what the name says of it.
     *
     * @param likely its position, if it is one of these
     */
    CellLayout named(String signature, int likely) {
        if (likely < cells.size() && cells.get(likely).signature().equals(signature)) {
            return cells.get(likely);
        }
        int cell = cellNamed(signature);
        return cell < 0 ? CellLayout.parse(signature, bound()) : cells.get(cell);
    }

    /** This layout with other cells; itself if they are the same. */
    SeriesLayout with(List<CellLayout> others) {
        return cells.equals(others) ? this : new SeriesLayout(others, detection);
    }

    /** Position of the cell whose stored memory bears this name, -1 if the job runs none such. */
    int cellNamed(String signature) {
        for (int cell = 0; cell < cells.size(); cell++) {
            if (cells.get(cell).signature().equals(signature)) {
                return cell;
            }
        }
        return -1;
    }

    MemoryShape shape(int cell) {
        return cells.get(cell).shape();
    }

    /**
     * One cell's memory.
     *
     * @param model whose memory it is, as {@link io.lookback.cell.ModelCard#memory} says: another one begins afresh
     */
    public record CellLayout(String model, MemoryShape shape) implements Serializable {

        public static CellLayout of(Cell cell) {
            return new CellLayout(cell.card().memory(), cell.memory());
        }

        private static CellLayout parse(String signature, HistoryBound bound) {
            int slash = signature.lastIndexOf('/');
            return new CellLayout(
                    signature.substring(0, slash), MemoryShape.parse(signature.substring(slash + 1), bound));
        }

        /** Whether the cell keeps rows beside what stands in the series itself. */
        public boolean keepsRows() {
            return shape.match(vector -> false, history -> true, window -> true);
        }

        /** Names the stored memory. */
        public String signature() {
            return model + '/' + shape.signature();
        }
    }
}
