package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.series.Series;
import java.io.IOException;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What is timed is a whole series, with as many records behind it as asked for. */
class SeriesBenchmarkTest {

    @Test
    void copiesReadsAndWritesAllOfIt() throws IOException {
        SeriesBenchmark benchmark = new SeriesBenchmark();
        benchmark.records = 150;
        benchmark.setup();

        byte[] copied = bytes(benchmark.copy());

        assertThat(benchmark.copy().steps()).isEqualTo(150);
        assertThat(bytes(benchmark.read())).isEqualTo(copied);
        assertThat(benchmark.write()).isEqualTo(copied.length);
    }

    private static byte[] bytes(Series series) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        series.write(out);
        return out.getCopyOfBuffer();
    }
}
