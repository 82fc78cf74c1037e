package io.lookback.cell;

import io.lookback.event.AttendedStep;
import io.lookback.memory.FixedVector;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.RowPages;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs cells whose memory is a {@link FixedVector}.
 *
 * <p>Calls come in a few fixed sizes (powers of two), each with buffers of its own; a wave takes the smallest that holds
 * it and repeats its first row in the rest, because a row of an earlier wave might fail again. No call has fewer than
 * {@value #SMALLEST} rows, as a precaution: matrix kernels may treat a single row differently, and a series' scores must
 * not depend on how many others share its wave.
 */
final class VectorExecutor implements CellExecutor {

    private static final int SMALLEST = 4;

    private final OnnxModel model;
    private final int memorySize;
    private final int largest;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private float[] input;
    private float[] memory;
    private final OutputRows predictions = new OutputRows(Prediction.SIZE);
    private final OutputRows memories;

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
        if ((pending + 1) * CellInput.SIZE > this.input.length) {
            this.input = Arrays.copyOf(this.input, 2 * this.input.length);
            this.memory = Arrays.copyOf(this.memory, 2 * this.memory.length);
        }
        System.arraycopy(row, 0, input, pending * CellInput.SIZE, CellInput.SIZE);
        ((FixedVector) memory).copyTo(this.memory, pending * memorySize);
        return pending++;
    }

    @Override
    public void run() {
        runPart(0, pending);
    }

    @Override
    public Optional<OnnxException> runApart() {
        return RowBisection.run(pending, this::runPart, row -> {
            predictions.fail(row);
            memories.fail(row);
        });
    }

    @Override
    public int rows() {
        return pending;
    }

    private void runPart(int from, int to) {
        for (int begin = from; begin < to; begin += largest) {
            run(begin, Math.min(to, begin + largest));
        }
    }

    private void run(int from, int to) {
        int rows = to - from;
        int size = Batches.ceiling(rows, SMALLEST);
        BoundCall call = calls.computeIfAbsent(size, this::bind);
        write(call, 0, from, rows);
        for (int place = rows; place < size; place++) {
            write(call, place, from, 1);
        }
        call.run(rows);
        predictions.takeAll(call.floats("y"), rows, from);
        memories.takeAll(call.floats("m_next"), rows, from);
    }

    private void write(BoundCall call, int place, int from, int rows) {
        call.floats("x").put(place * CellInput.SIZE, input, from * CellInput.SIZE, rows * CellInput.SIZE);
        call.floats("m").put(place * memorySize, memory, from * memorySize, rows * memorySize);
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
