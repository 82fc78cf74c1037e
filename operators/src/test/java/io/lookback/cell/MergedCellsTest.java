package io.lookback.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.memory.HistoryBound;
import io.lookback.memory.Memory;
import io.lookback.memory.PagesInMemory;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Device;
import io.lookback.onnx.Graphs;
import io.lookback.onnx.NoDevice;
import io.lookback.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several subtasks on one device predict what each would alone on the processor, whatever was merged. */
@Timeout(900)
class MergedCellsTest {

    private static final Device DEVICE = new Device(Device.Kind.CUDA, 92);
    private static final int SUBTASKS = 4;

    @ParameterizedTest
    @CsvSource({"lstm,64", "self-attention-rnn,64", "self-attention-rnn,1100", "local-attention,64"})
    void predictAsEachWouldAlone(String kind, int steps) throws Exception {
        Cell cell = Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(2048));
        List<List<Prediction>> expected = together(cell, Device.CPU, steps);

        try (OnnxModel held = NoDevice.load(Graphs.shipped(kind), DEVICE)) {
            assertThat(held.digest()).isEqualTo(cell.digest());
            assertThat(together(cell, DEVICE, steps)).isEqualTo(expected);
            assertThat(DEVICE.load().calls()).isGreaterThanOrEqualTo((long) SUBTASKS * steps);
            assertThat(DEVICE.load().runs()).isLessThanOrEqualTo(DEVICE.load().calls());
        }
    }

    private static List<List<Prediction>> together(Cell cell, Device device, int steps) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SUBTASKS);
        try {
            List<Callable<List<Prediction>>> tasks = IntStream.range(0, SUBTASKS)
                    .<Callable<List<Prediction>>>mapToObj(subtask -> () -> subtask(cell, device, steps, subtask))
                    .toList();
            List<List<Prediction>> predictions = new ArrayList<>();
            for (Future<List<Prediction>> task : threads.invokeAll(tasks)) {
                predictions.add(task.get());
            }
            return predictions;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each has another number of series, so that calls come in several sizes. */
    private static List<Prediction> subtask(Cell cell, Device device, int steps, int subtask) {
        Random random = new Random(subtask);
        List<Memory> memories = new ArrayList<>();
        List<PagesInMemory> pages = new ArrayList<>();
        for (int series = 0; series <= subtask; series++) {
            memories.add(cell.memory().fresh());
            pages.add(new PagesInMemory());
        }
        List<Prediction> predictions = new ArrayList<>();
        try (CellExecutor executor = cell.open(new CellOptions(8, 3, 16 << 20, device), new CacheStats())) {
            for (int step = 0; step < steps; step++) {
                for (int series = 0; series < memories.size(); series++) {
                    executor.add(input(random), memories.get(series), pages.get(series));
                }
                executor.run();
                for (int series = 0; series < memories.size(); series++) {
                    predictions.add(executor.prediction(series));
                    executor.advance(series, memories.get(series), pages.get(series), step);
                }
                executor.clear();
            }
        }
        return predictions;
    }

    private static float[] input(Random random) {
        float[] input = new float[CellInput.SIZE];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        return input;
    }
}
