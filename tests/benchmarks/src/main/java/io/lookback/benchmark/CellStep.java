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
import io.lookback.normalize.CellInput;
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
 * series that is already in the wave waits for the next. State is changed in place, as {@link StateStep} does.
 */
final class CellStep extends AbstractStreamOperator<Double> implements OneInputStreamOperator<Observation, Double> {

    private static final long serialVersionUID = 1L;

    private final Cell cell;

    private transient CellExecutor executor;
    private transient MapPages noPages;
    private transient ValueState<float[]> state;
    private transient Map<String, Observation> wave;
    private transient List<Observation> next;
    private transient List<float[]> states;
    private transient List<FixedVector> memories;
    private transient float[] input;

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
        states = new ArrayList<>();
        memories = new ArrayList<>();
        input = new float[CellInput.SIZE];
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
            float[] known = load(observation);
            FixedVector memory = memory(states.size());
            memory.replace(known, 0);
            states.add(known);
            input[CellInput.Y] = (float) observation.values().at(0);
            executor.add(input, memory, noPages);
        }
        executor.run();
        int row = 0;
        for (Observation observation : wave.values()) {
            FixedVector memory = memory(row);
            executor.advance(row, memory, noPages, observation.time());
            memory.copyTo(states.get(row), 0);
            save(observation, states.get(row));
            output.collect(new StreamRecord<>(executor.prediction(row).mean()));
            row++;
        }
        beginNext();
    }

    /** The same ones serve every wave. */
    private FixedVector memory(int row) {
        if (row == memories.size()) {
            memories.add((FixedVector) cell.memory().fresh());
        }
        return memories.get(row);
    }

    private void beginNext() {
        executor.clear();
        states.clear();
        wave.clear();
        List<Observation> waiting = next;
        next = new ArrayList<>();
        waiting.forEach(this::park);
    }

    private float[] load(Observation observation) throws IOException {
        setCurrentKey(observation.series());
        float[] known = state.value();
        return known == null ? new float[((MemoryShape.Vector) cell.memory()).size()] : known;
    }

    private void save(Observation observation, float[] values) throws IOException {
        setCurrentKey(observation.series());
        state.update(values);
    }
}
