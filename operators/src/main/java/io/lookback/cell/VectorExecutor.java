package io.lookback.cell;

import io.lookback.memory.FixedVector;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.normalise.CellInput;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs cells whose memory is a {@link FixedVector}.
 *
 * <p>Calls come in a few fixed sizes (powers of two), each with buffers of its own; a wave takes the smallest that holds
 * it and leaves the rest of the rows as they are. No call has fewer than {@value #SMALLEST} rows: matrix kernels treat a
 * single row differently, and a series' scores must not depend on how many others happened to share its wave.
 */
final class VectorExecutor implements CellExecutor {

    private static final int SMALLEST = 4;
    private static final int PREDICTION = 2;

    private final OnnxModel model;
    private final int memorySize;
    private final int largest;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private final float[] input;
    private final float[] memory;

    private float[] predictions;
    private float[] memories;
    private int done;
    private int pending;

    VectorExecutor(OnnxModel model, MemoryShape.Vector shape, int maxRows) {
        this.model = model;
        this.memorySize = shape.size();
        this.largest = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, maxRows * 2 - 1)));
        this.input = new float[largest * CellInput.SIZE];
        this.memory = new float[largest * memorySize];
        this.predictions = new float[largest * PREDICTION];
        this.memories = new float[largest * memorySize];
    }

    @Override
    public int add(float[] row, Memory memory) {
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
        BoundCall call = callFor(pending);
        fill(call.floats("x"), input, pending * CellInput.SIZE);
        fill(call.floats("m"), memory, pending * memorySize);
        call.run();
        int rows = done + pending;
        if (rows * PREDICTION > predictions.length) {
            predictions = Arrays.copyOf(predictions, rows * PREDICTION * 2);
            memories = Arrays.copyOf(memories, rows * memorySize * 2);
        }
        call.floats("y").get(0, predictions, done * PREDICTION, pending * PREDICTION);
        call.floats("m_next").get(0, memories, done * memorySize, pending * memorySize);
        done = rows;
        pending = 0;
    }

    @Override
    public Prediction prediction(int row) {
        return new Prediction(predictions[row * PREDICTION], predictions[row * PREDICTION + 1]);
    }

    @Override
    public void advance(int row, Memory memory) {
        ((FixedVector) memory).replace(memories, row * memorySize);
    }

    @Override
    public void clear() {
        done = 0;
        pending = 0;
    }

    @Override
    public void close() {
        calls.values().forEach(BoundCall::close);
        calls.clear();
        model.close();
    }

    private BoundCall callFor(int rows) {
        int size = Math.max(SMALLEST, Integer.highestOneBit(rows * 2 - 1));
        return calls.computeIfAbsent(size, this::bind);
    }

    private BoundCall bind(int rows) {
        return BoundCall.of(
                model,
                Map.of("x", new long[] {rows, CellInput.SIZE}, "m", new long[] {rows, memorySize}),
                Map.of("y", new long[] {rows, PREDICTION}, "m_next", new long[] {rows, memorySize}));
    }

    private static void fill(FloatBuffer target, float[] source, int length) {
        target.put(0, source, 0, length);
    }
}
