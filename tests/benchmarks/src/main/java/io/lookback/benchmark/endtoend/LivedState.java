package io.lookback.benchmark.endtoend;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.flow.KeptSeries;
import io.lookback.flow.RecordScoring;
import io.lookback.flow.Scoring;
import io.lookback.job.JobConfig;
import io.lookback.series.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The savepoint of a job whose series have lived, for cells that keep no history. It has no timers: series that fall
 * silent stay.
 */
final class LivedState {

    private static final int SERIES_BYTES = 1 << 14;

    private final JobConfig config;
    private final Workload workload;
    private final RecordScoring.Models models;

    LivedState(JobConfig config, Workload workload) {
        this.config = config;
        this.workload = workload;
        this.models = RecordScoring.Models.load(config.flow());
    }

    /** @param path of the savepoint, a folder that is not there yet */
    void write(String path, Lives lives, Setup.Backend backend) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        environment.setParallelism(1);
        SavepointWriter.newSavepoint(
                        environment,
                        backend == Setup.Backend.ROCKSDB
                                ? new EmbeddedRocksDBStateBackend()
                                : new HashMapStateBackend(),
                        config.runtime().maxParallelism())
                .withOperator(
                        OperatorIdentifier.forUid(Scoring.UID),
                        OperatorTransformation.bootstrapWith(environment.fromSequence(0, workload.series() - 1))
                                .keyBy(workload::series, Types.STRING)
                                .transform(new Names(workload.series(), lived(lives), models.series())))
                .write(path);
        environment.execute("write " + path);
    }

    private List<byte[]> lived(Lives lives) throws IOException {
        List<byte[]> lived = new ArrayList<>();
        try (RecordScoring scoring = models.open()) {
            for (int life = 0; life < lives.different(); life++) {
                lived.add(live(scoring, position(life, lives.different()), lives.records()));
            }
        }
        return lived;
    }

    /** The first of those series that have this life. */
    private int position(int life, int lives) {
        return (int) ((long) life * workload.series() / lives);
    }

    /** A series that had its records before the first of the workload. */
    private byte[] live(RecordScoring scoring, int position, int records) throws IOException {
        KeptSeries kept = new KeptSeries(workload.series(position));
        for (int record = 0; record < records; record++) {
            scoring.score(observation(record, (long) (record - records) * workload.series() + position), kept);
        }
        DataOutputSerializer out = new DataOutputSerializer(SERIES_BYTES);
        models.series().serialize(Objects.requireNonNull(kept.series()), out);
        return out.getCopyOfBuffer();
    }

    private Observation observation(int record, long index) {
        Map<String, Double> values = new TreeMap<>(workload.record(index).getValues());
        return new Observation(
                workload.series(index),
                workload.time(index),
                new Features(List.copyOf(values.keySet())),
                Values.of(values.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray()),
                new Origin("lived", 0, record),
                Payload.NONE);
    }

    /** Gives each name its life. */
    private static final class Names extends KeyedStateBootstrapFunction<String, Long> {

        private static final long serialVersionUID = 1L;

        private final int series;
        private final ArrayList<byte[]> lived;
        private final TypeSerializer<Series> serializer;

        private transient ValueState<Series> state;

        private Names(int series, List<byte[]> lived, TypeSerializer<Series> serializer) {
            this.series = series;
            this.lived = new ArrayList<>(lived);
            this.serializer = serializer;
        }

        @Override
        public void open(OpenContext context) {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("series", serializer));
        }

        @Override
        public void processElement(Long position, Context context) throws Exception {
            int life = (int) (position * lived.size() / series);
            state.update(serializer.deserialize(new DataInputDeserializer(lived.get(life))));
        }
    }
}
