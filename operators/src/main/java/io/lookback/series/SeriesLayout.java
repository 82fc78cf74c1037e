package io.lookback.series;

import io.lookback.detect.DetectionSpec;
import io.lookback.memory.MemoryShape;
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
     * @param model whose memory it is: another model begins afresh
     */
    public record CellLayout(String model, MemoryShape shape) implements Serializable {

        /** Names the stored memory. */
        public String signature() {
            return model + '/' + shape.signature();
        }
    }
}
