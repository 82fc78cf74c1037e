package io.lookback.benchmark;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.event.Observation;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.WaveSpec;
import io.lookback.memory.FixedVector;
import io.lookback.memory.MapPages;
import io.lookback.memory.MemoryShape;
import io.lookback.normalise.CellInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.FloatPrimitiveArraySerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What {@link NaiveStep} does, with the same input and state, in waves through a {@link CellExecutor}. A record of a
 * series that is already in the wave waits for the next.
 */
final class CellStep extends AbstractStreamOperator<Double> implements OneInputStreamOperator<Observation, Double> {

    private static final long serialVersionUID = 1L;

    private final Cell cell;

    private transient CellExecutor executor;
    private transient MapPages noPages;
    private transient ValueState<float[]> state;
    private transient Map<String, Observation> wave;
    private transient List<Observation> next;
    private transient List<FixedVector> memories;

    CellStep(Cell cell) {
        this.cell = cell;
    }

    @Override
    public void open() throws Exception {
        super.open();
        executor = cell.open(
                new CellOptions(WaveSpec.DEFAULT.size(), 0, HistorySpec.DEFAULT.cacheBytes()), new CacheStats());
        noPages = new MapPages();
        state = getPartitionedState(new ValueStateDescriptor<>("memory", FloatPrimitiveArraySerializer.INSTANCE));
        wave = new LinkedHashMap<>();
        next = new ArrayList<>();
        memories = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<Observation> element) throws IOException {
        park(element.getValue());
        if (wave.size() + next.size() >= WaveSpec.DEFAULT.size()) {
            runWave();
        }
    }

    @Override
    public void finish() throws Exception {
        while (!wave.isEmpty()) {
            runWave();
        }
        super.finish();
    }

    @Override
    @SuppressWarnings("NullAway") // closed before it was opened, if an earlier operator of the task fails to open
    public void close() throws Exception {
        if (executor != null) {
            executor.close();
        }
        super.close();
    }

    private void park(Observation observation) {
        if (wave.putIfAbsent(observation.series(), observation) != null) {
            next.add(observation);
        }
    }

    private void runWave() throws IOException {
        for (Observation observation : wave.values()) {
            FixedVector memory = load(observation);
            float[] input = new float[CellInput.SIZE];
            input[CellInput.Y] = (float) observation.values().at(0);
            executor.add(input, memory, noPages);
            memories.add(memory);
        }
        executor.run();
        int row = 0;
        for (Observation observation : wave.values()) {
            executor.advance(row, memories.get(row), noPages, observation.time());
            save(observation, memories.get(row));
            output.collect(new StreamRecord<>(executor.prediction(row).mean()));
            row++;
        }
        beginNext();
    }

    private void beginNext() {
        executor.clear();
        memories.clear();
        wave.clear();
        List<Observation> waiting = next;
        next = new ArrayList<>();
        waiting.forEach(this::park);
    }

    private FixedVector load(Observation observation) throws IOException {
        setCurrentKey(observation.series());
        FixedVector memory = (FixedVector) cell.memory().fresh();
        float[] known = state.value();
        if (known != null) {
            memory.replace(known, 0);
        }
        return memory;
    }

    private void save(Observation observation, FixedVector memory) throws IOException {
        setCurrentKey(observation.series());
        float[] values = new float[((MemoryShape.Vector) cell.memory()).size()];
        memory.copyTo(values, 0);
        state.update(values);
    }
}
