package io.lookback.benchmark;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.Prediction;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.normalize.CellInput;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One step of one series, alone, after {@code t} steps: {@code tests/benchmarks/run step-cost}. The history is bounded at
 * {@code t} and slides, so it stays at that length while it is measured. Beside it the floor of attention, the
 * {@link TwoProducts} over as many rows. Times are medians, which a busy machine disturbs least. Prints the straight lines
 * over {@code t}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepCostBenchmark {

    private static final String ATTENTION = "self-attention-rnn";
    private static final long CACHE_BYTES = 64L << 20;
    private static final int MOST_ROWS = 256;

    @Benchmark
    public Prediction step(Stepping stepping) {
        return stepping.next();
    }

    @Benchmark
    public float[] productsInJava(Rows rows) {
        return rows.products.inJava();
    }

    @Benchmark
    public float productsInOnnxRuntime(Rows rows) {
        return rows.products.inOnnxRuntime();
    }

    public static void main(String[] args) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(StepCostBenchmark.class.getName())
                        .build())
                .run();
        Medians.print(results);
        StepCostReport.print(results);
    }

    /** A series in the middle of its life. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // filled by setup
    public static class Stepping {

        @Param({"lookback", "lstm", ATTENTION, "local-attention"})
        public String cell;

        @Param({SizedCells.SHIPPED, "64"})
        public String units;

        @Param({"64", "256", "1024", "4096"})
        public int t;

        private final Random random = new Random(17);
        private final MapPages pages = new MapPages();
        private final float[] input = new float[CellInput.SIZE];
        private CellExecutor executor;
        private Memory memory;
        private long time;

        @Setup
        public void setup() {
            Cell loaded = SizedCells.load(cell, units).withHistory(HistoryBound.sliding(t));
            executor = loaded.open(new CellOptions(MOST_ROWS, 0, CACHE_BYTES), new CacheStats());
            memory = loaded.memory().fresh();
            for (int i = 0; i < t; i++) {
                next();
            }
        }

        @TearDown
        public void tearDown() {
            executor.close();
        }

        private Prediction next() {
            input[CellInput.Y] = random.nextFloat();
            int row = executor.add(input, memory, pages);
            executor.run();
            Prediction prediction = executor.prediction(row);
            executor.advance(row, memory, pages, time++);
            executor.clear();
            return prediction;
        }
    }

    /** Rows like those of a self-attention history of length {@code t}. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // filled by setup
    public static class Rows {

        @Param({SizedCells.SHIPPED, "64"})
        public String units;

        @Param({"64", "256", "1024", "4096"})
        public int t;

        private TwoProducts products;

        @Setup
        public void setup() {
            int width = SizedCells.load(ATTENTION, units)
                    .memory()
                    .match(vector -> vector.size(), history -> history.row(), window -> window.row());
            products = new TwoProducts(t, width);
        }

        @TearDown
        public void tearDown() {
            products.close();
        }
    }
}
