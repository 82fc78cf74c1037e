package io.lookback.cell;

import io.lookback.event.AttendedStep;
import io.lookback.memory.FixedVector;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.RowPages;
import io.lookback.normalise.CellInput;
import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxModel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs cells whose memory is a {@link FixedVector}.
 *
 * <p>Calls come in a few fixed sizes (powers of two), each with buffers of its own; a wave takes the smallest that holds
 * it and leaves the rest of the rows as they are. No call has fewer than {@value #SMALLEST} rows, as a precaution: matrix
 * kernels may treat a single row differently, and a series' scores must not depend on how many others share its wave.
 */
final class VectorExecutor implements CellExecutor {

    private static final int SMALLEST = 4;

    private final OnnxModel model;
    private final int memorySize;
    private final int largest;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private final float[] input;
    private final float[] memory;
    private final OutputRows predictions = new OutputRows(Prediction.SIZE);
    private final OutputRows memories;

    private int done;
    private int pending;

    VectorExecutor(OnnxModel model, MemoryShape.Vector shape, int maxRows) {
        this.model = model;
        this.memorySize = shape.size();
        this.largest = Batches.ceiling(maxRows, SMALLEST);
        this.input = new float[largest * CellInput.SIZE];
        this.memory = new float[largest * memorySize];
        this.memories = new OutputRows(memorySize);
    }

    @Override
    public int add(float[] row, Memory memory, RowPages pages) {
        if (pending == largest) {
            run();
        }
        System.arraycopy(row, 0, input, pending * CellInput.SIZE, CellInput.SIZE);
        ((FixedVector) memory).copyTo(this.memory, pending * memorySize);
        return done + pending++;
    }

    @Override
    public void run() {
        if (pending == 0) {
            return;
        }
        BoundCall call = calls.computeIfAbsent(Batches.ceiling(pending, SMALLEST), this::bind);
        call.floats("x").put(0, input, 0, pending * CellInput.SIZE);
        call.floats("m").put(0, memory, 0, pending * memorySize);
        call.run(pending);
        predictions.takeAll(call.floats("y"), pending, done);
        memories.takeAll(call.floats("m_next"), pending, done);
        done += pending;
        pending = 0;
    }

    @Override
    public Prediction prediction(int row) {
        return Prediction.of(predictions.values(), predictions.offset(row));
    }

    @Override
    public boolean finite(int row) {
        return memories.finite(row);
    }

    @Override
    public List<AttendedStep> attended(int row, int most) {
        return List.of();
    }

    @Override
    public void advance(int row, Memory memory, RowPages pages, long time) {
        ((FixedVector) memory).replace(memories.values(), memories.offset(row));
    }

    @Override
    public void clear() {
        done = 0;
        pending = 0;
    }

    @Override
    public void forget() {
        // Memories are read anew at each step.
    }

    @Override
    public void close() {
        calls.values().forEach(BoundCall::close);
        calls.clear();
        model.close();
    }

    private BoundCall bind(int rows) {
        return BoundCall.of(
                model,
                Map.of("x", new long[] {rows, CellInput.SIZE}, "m", new long[] {rows, memorySize}),
                Map.of("y", new long[] {rows, Prediction.SIZE}, "m_next", new long[] {rows, memorySize}));
    }
}
