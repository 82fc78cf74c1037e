package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.normalize.CellInput;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows behind a history, which a graph sees and its mask hides, are zeros, whatever shared the call before. */
class HiddenRowsTest {

    private static final float SCALE = 1;

    @ParameterizedTest
    @ValueSource(ints = {3, 64, 1_030, 1_088})
    void areZeros(int steps) {
        Cell cell = Cell.of("attention", "file.onnx", sumOfAllRows()).withHistory(HistoryBound.sliding(1_120));
        Memory full = cell.memory().fresh();
        Memory other = cell.memory().fresh();
        MapPages fullPages = new MapPages();
        MapPages otherPages = new MapPages();
        float[] one = new float[CellInput.SIZE];
        one[CellInput.Y] = 1;

        try (CellExecutor executor = cell.open(new CellOptions(4, 0, 1 << 20), new CacheStats())) {
            for (int step = 0; step < 1_100; step++) {
                step(executor, one, full, fullPages, step);
            }
            for (int step = 0; step < steps; step++) {
                assertThat(step(executor, one, other, otherPages, step))
                        .as("step %d", step)
                        .isEqualTo(step);
            }
        }
    }

    private static double step(CellExecutor executor, float[] input, Memory memory, MapPages pages, int step) {
        int row = executor.add(input, memory, pages);
        executor.run();
        double mean = executor.prediction(row).mean();
        executor.advance(row, memory, pages, step);
        executor.clear();
        return mean;
    }

    /** Its rows are the values, its forecast is the sum of all rows, hidden or not. */
    private static byte[] sumOfAllRows() {
        GraphWriter graph = new GraphWriter("attention");
        Formula f = new Formula(graph, "n");
        String x = graph.input("x", "B", CellInput.SIZE);
        String c = graph.input("c", "B", 1);
        String rows = graph.input("rows", "B", "T", 1);
        String mask = graph.input("mask", "B", "T");
        String value = f.slice(x, 1, CellInput.Y, CellInput.Y + 1L);
        String sum = f.sumAway(rows, 1);
        f.output("y", f.concat(1, sum, f.add(f.multiply(sum, 0), SCALE)), "B", 2);
        f.output("c_next", c, "B", 1);
        f.output("row", value, "B", 1);
        f.output("weights", f.concat(1, mask, value), "B", "T_and_itself");
        return new ModelCard("attention", "attention/1", Map.of("context", "1", "row", "1"), "nothing", 3, 0)
                .attachTo(graph);
    }
}
