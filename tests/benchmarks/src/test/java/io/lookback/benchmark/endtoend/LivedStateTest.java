package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.flow.RecordScoring;
import io.lookback.flow.Scoring;
import io.lookback.job.JobConfig;
import io.lookback.series.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class LivedStateTest {

    private static final Workload WORKLOAD = new Workload(7, 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void holdsEverySeriesWithItsRecords(Setup.Backend backend) throws Exception {
        Setup setup = new Setup(folder, 1, backend, Duration.ofSeconds(5), Setup.SHIPPED, List.of());
        JobConfig config = setup.job(new Route("localhost:1", "records", "lived"), List.of("lstm"));
        String path = folder.resolve("savepoint").toUri().toString();

        new LivedState(config, WORKLOAD).write(path, new Lives(40, 3), backend);

        long lastTurn = WORKLOAD.time(-WORKLOAD.series());
        assertThat(read(path, RecordScoring.Models.load(config.flow()).series()))
                .hasSize(WORKLOAD.series())
                .allSatisfy(series -> {
                    assertThat(series).startsWith("series-").contains(" 40 records until ");
                    assertThat(Long.parseLong(series.substring(series.lastIndexOf(' ') + 1)))
                            .isBetween(lastTurn, WORKLOAD.time(-1));
                })
                .doesNotHaveDuplicates();
    }

    private static List<String> read(String path, TypeSerializer<Series> serializer) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        List<String> found = new ArrayList<>();
        try (CloseableIterator<String> all = SavepointReader.read(environment, path)
                .readKeyedState(
                        OperatorIdentifier.forUid(Scoring.UID), new Reader(serializer), Types.STRING, Types.STRING)
                .executeAndCollect()) {
            all.forEachRemaining(found::add);
        }
        return found;
    }

    private static final class Reader extends KeyedStateReaderFunction<String, String> {

        private static final long serialVersionUID = 1L;

        private final TypeSerializer<Series> serializer;

        private transient ValueState<Series> state;

        private Reader(TypeSerializer<Series> serializer) {
            this.serializer = serializer;
        }

        @Override
        public void open(OpenContext context) {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("series", serializer));
        }

        @Override
        public void readKey(String key, Context context, Collector<String> out) throws Exception {
            Series series = state.value();
            out.collect(key + ": " + series.steps() + " records until " + series.lastTime());
        }
    }
}
