package io.lookback.benchmark;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.cell.Prediction;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.normalise.CellInput;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * {@code t} and slides, so it stays at that length while it is measured. Beside it the floor of attention: the two
 * matrix-vector products over the same rows in plain Java. Times
 * are medians, which a busy machine disturbs least. Prints the straight lines through both over {@code t}.
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
    public float[] twoProducts(Rows rows) {
        return rows.attend();
    }

    public static void main(String[] args) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(StepCostBenchmark.class.getName())
                        .build())
                .run();
        Medians.print(results);
        printLine("step of " + ATTENTION, results, "step", ATTENTION);
        printLine("two products", results, "twoProducts", null);
    }

    private static void printLine(String name, Collection<RunResult> results, String method, @Nullable String cell) {
        List<RunResult> chosen = results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith('.' + method))
                .filter(result -> cell == null || cell.equals(result.getParams().getParam("cell")))
                .toList();
        if (chosen.size() < 3) {
            return;
        }
        StraightLine line = StraightLine.through(
                chosen.stream()
                        .mapToDouble(
                                result -> Double.parseDouble(result.getParams().getParam("t")))
                        .toArray(),
                chosen.stream().mapToDouble(Medians::of).toArray());
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f us + %.3f us per 100 rows, R^2 = %.4f%n",
                name,
                line.intercept(),
                100 * line.slope(),
                line.determination());
    }

    /** A series in the middle of its life. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // filled by setup
    public static class Stepping {

        @Param({"lstm", ATTENTION, "local-attention"})
        public String cell;

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
            Cell loaded = Cell.load(CellSpec.shipped(cell)).withHistory(HistoryBound.sliding(t));
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

    /** The rows of a self-attention history of length {@code t}. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // filled by setup
    public static class Rows {

        @Param({"64", "256", "1024", "4096"})
        public int t;

        private float[] rows;
        private float[] query;
        private float[] weights;
        private float[] context;

        @Setup
        public void setup() {
            int width = Cell.load(CellSpec.shipped(ATTENTION))
                    .memory()
                    .match(vector -> vector.size(), history -> history.row(), window -> window.row());
            Random random = new Random(17);
            rows = new float[t * width];
            query = new float[width];
            weights = new float[t];
            context = new float[width];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextFloat();
                query[i % width] = rows[i];
            }
        }

        /** {@code weights = rows * query; context = weights * rows}. */
        private float[] attend() {
            int width = query.length;
            for (int row = 0; row < t; row++) {
                float sum = 0;
                for (int i = 0; i < width; i++) {
                    sum += rows[row * width + i] * query[i];
                }
                weights[row] = sum;
            }
            Arrays.fill(context, 0);
            for (int row = 0; row < t; row++) {
                for (int i = 0; i < width; i++) {
                    context[i] += weights[row] * rows[row * width + i];
                }
            }
            return context;
        }
    }
}
