package io.lookback.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.memory.HistoryBound;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.PagedHistory;
import io.lookback.memory.PagesInMemory;
import io.lookback.normalize.CellInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attention cells' executors: caches, pages and limits. What the graphs compute is tested where they are made. */
@Tag("slow")
class RowCellsTest {

    private static final CellOptions OPTIONS = new CellOptions(64, 3, 1 << 20);

    @ParameterizedTest
    @CsvSource({
        "self-attention-rnn,64,0,200",
        "self-attention-rnn,64,4,200",
        "self-attention-rnn,96,32,300",
        "self-attention-rnn,2048,0,1100",
        "self-attention-rnn,1056,0,1500",
        "self-attention-rnn,1056,7,1500",
        "local-attention,64,0,200"
    })
    void predictsAlikeWithACacheAndWithout(String kind, int maxSteps, int sinks, int steps) {
        Cell cell = Cell.load(CellSpec.shipped(kind)).withHistory(new HistoryBound(maxSteps, sinks));
        Run cached = new Run(cell);
        Run cold = new Run(cell);

        for (int step = 0; step < steps; step++) {
            float[] input = input(step);
            Prediction expected = cached.step(input, step);
            cold.restart();
            assertThat(cold.step(input, step)).as("step %d", step).isEqualTo(expected);
        }

        assertThat(cached.stats.misses()).isEqualTo(1);
        assertThat(cold.stats.hits()).isZero();
        cached.close();
        cold.close();
    }

    @ParameterizedTest
    @CsvSource({"lookback,130,40", "lookback,1100,3", "self-attention-rnn,130,40", "self-attention-rnn,1100,3"})
    void predictsToTheLastBitAsAloneWhateverSharesItsCalls(String kind, int steps, int company) {
        Cell cell = Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(2048));
        Run alone = new Run(cell);
        List<Memory> memories = new ArrayList<>();
        List<PagesInMemory> pages = new ArrayList<>();
        for (int series = 0; series <= company; series++) {
            memories.add(cell.memory().fresh());
            pages.add(new PagesInMemory());
        }

        try (CellExecutor together = cell.open(new CellOptions(64, 0, 1 << 28), new CacheStats())) {
            for (int step = 0; step < steps; step++) {
                Prediction expected = alone.step(input(step), step);
                for (int series = 0; series <= company; series++) {
                    together.add(input(step + 10_000 * (company - series)), memories.get(series), pages.get(series));
                }
                together.run();

                assertThat(together.prediction(company)).as("step %d", step).isEqualTo(expected);
                for (int series = 0; series <= company; series++) {
                    together.advance(series, memories.get(series), pages.get(series), step);
                }
                together.clear();
            }
        }
        alone.close();
    }

    @ParameterizedTest
    @CsvSource({"self-attention-rnn", "local-attention"})
    void writesAsMuchAtEachStepWhateverTheHistory(String kind) {
        Run run = new Run(Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(512)));
        int row = run.cell.memory().match(vector -> 0, MemoryShape.History::row, MemoryShape.Window::row);
        int most = run.cell.memory().match(vector -> 0, history -> PagedHistory.PAGE_ROWS, window -> 1) * row;

        for (int step = 0; step < 700; step++) {
            run.step(input(step), step);

            assertThat(run.pages.floatsWritten()).as("step %d", step).isBetween((long) row, (long) most);
        }

        run.close();
    }

    @Test
    void holdsNoMorePagesThanTheHistoryHasSteps() {
        Run run = new Run(Cell.load(CellSpec.shipped("self-attention-rnn")).withHistory(HistoryBound.sliding(96)));

        for (int step = 0; step < 500; step++) {
            run.step(input(step), step);

            assertThat(run.pages.size()).isLessThanOrEqualTo(96 / PagedHistory.PAGE_ROWS);
        }

        run.close();
    }

    @Test
    void namesTheStepsThatWereAttendedTo() {
        Run run = new Run(Cell.load(CellSpec.shipped("self-attention-rnn")));
        for (int step = 0; step < 10; step++) {
            run.step(input(step), 1000 * step);
        }

        int row = run.executor.add(input(10), run.memory, run.pages);
        run.executor.run();

        assertThat(run.executor.attended(row, 3))
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> Double.compare(b.weight(), a.weight()))
                .allSatisfy(step -> {
                    assertThat(step.time() % 1000).isZero();
                    assertThat(step.time()).isBetween(0L, 9000L);
                    assertThat(step.weight()).isBetween(0.0, 1.0);
                });
        run.close();
    }

    @Test
    void theCacheStaysWithinItsBytes() {
        Cell cell = Cell.load(CellSpec.shipped("self-attention-rnn"));
        CacheStats stats = new CacheStats();
        CellExecutor executor = cell.open(OPTIONS, stats);
        List<PagesInMemory> pages = new ArrayList<>();
        List<Memory> memories = new ArrayList<>();
        for (int series = 0; series < 300; series++) {
            pages.add(new PagesInMemory());
            memories.add(cell.memory().fresh());
        }

        for (int step = 0; step < 5; step++) {
            for (int series = 0; series < 300; series++) {
                int row = executor.add(input(step), memories.get(series), pages.get(series));
                executor.run();
                executor.advance(row, memories.get(series), pages.get(series), step);
                executor.clear();
            }
        }

        assertThat(stats.bytes()).isLessThanOrEqualTo(OPTIONS.cacheBytes());
        assertThat(stats.evictions()).isPositive();
        executor.close();
    }

    private static float[] input(int step) {
        Random random = new Random(step);
        float[] input = new float[CellInput.SIZE];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        return input;
    }

    /** One memory on its way. */
    private static final class Run {

        private final Cell cell;
        private final CacheStats stats = new CacheStats();
        private final PagesInMemory pages = new PagesInMemory();
        private final Memory memory;

        private CellExecutor executor;

        private Run(Cell cell) {
            this.cell = cell;
            this.memory = cell.memory().fresh();
            this.executor = cell.open(OPTIONS, stats);
        }

        private Prediction step(float[] input, long time) {
            int row = executor.add(input, memory, pages);
            executor.run();
            Prediction prediction = executor.prediction(row);
            executor.advance(row, memory, pages, time);
            executor.clear();
            return prediction;
        }

        private void restart() {
            executor.close();
            executor = cell.open(OPTIONS, stats);
        }

        private void close() {
            executor.close();
        }
    }
}
