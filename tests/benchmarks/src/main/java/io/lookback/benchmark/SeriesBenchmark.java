package io.lookback.benchmark;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.flow.HistorySpec;
import io.lookback.job.TypicalSeries;
import io.lookback.memory.MapPages;
import io.lookback.memory.RowPages;
import io.lookback.order.OrderSpec;
import io.lookback.series.ModelPool;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesSpec;
import io.lookback.series.SeriesStore;
import io.lookback.series.StepOutput;
import io.lookback.series.WaveRunner;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the state of one series costs that is not in place: copied, as heap state does it while a checkpoint is written, and
 * read and written as bytes, as RocksDB has it done for each record: {@code tests/benchmarks/run series}. The LSTM, one
 * feature. Times are medians, which a busy machine disturbs least.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // filled by setup
public class SeriesBenchmark {

    private static final int INITIAL_BYTES = 1 << 15;

    @Param({"200", "3000"})
    public int records;

    private final DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    private SeriesLayout layout;
    private Series series;
    private byte[] bytes;

    @Setup
    public void setup() throws IOException {
        SeriesSpec spec = new SeriesSpec(
                OrderSpec.DEFAULT,
                List.of(Cell.load(CellSpec.shipped("lstm"))),
                DetectionSpec.builder().warmUp(100).build(),
                ZoneOffset.UTC);
        layout = spec.layout();
        series = Series.fresh(new TypicalSeries(1).next().features(), layout);
        try (ModelPool modelPool = new ModelPool(
                spec, new CellOptions(1, 0, HistorySpec.DEFAULT.cacheBytes()), List.of(new CacheStats()))) {
            WaveRunner runner =
                    new WaveRunner(spec, modelPool, new OneSeries(series), new Nowhere(), (name, time) -> 1);
            TypicalSeries typical = new TypicalSeries(1);
            for (int record = 0; record < records; record++) {
                runner.run(List.of(typical.next()));
            }
        }
        series.write(out);
        bytes = out.getCopyOfBuffer();
    }

    @Benchmark
    public Series copy() {
        return series.copy();
    }

    @Benchmark
    public int write() throws IOException {
        out.clear();
        series.write(out);
        return out.length();
    }

    @Benchmark
    public Series read() throws IOException {
        return Series.stored(new DataInputDeserializer(bytes), layout);
    }

    public static void main(String[] args) throws Exception {
        Medians.print(new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(SeriesBenchmark.class.getName())
                        .build())
                .run());
    }

    private record OneSeries(Series series) implements SeriesStore {

        @Override
        public Series load(Observation observation, SeriesLayout layout) {
            return series;
        }

        @Override
        public RowPages rows(String key, SeriesLayout.CellLayout cell, int channel) {
            return new MapPages();
        }

        @Override
        public void save(Observation observation, Series saved) {}
    }

    private static final class Nowhere implements StepOutput {

        @Override
        public void score(Score score) {}

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new IllegalArgumentException(rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
