package io.lookback.cell;

import io.lookback.event.AttendedStep;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.RingWindow;
import io.lookback.memory.RowPages;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs cells whose memory is a {@link RingWindow}: a graph always sees all W slots in the order of the ring, with the age
 * of each, 0 for a slot that holds nothing yet. The row of a step overwrites the oldest, or the slot that the graph chose.
 */
final class WindowExecutor implements CellExecutor {

    private static final int MAX_CALL_ROWS = 16_384;

    private final OnnxModel model;
    private final MemoryShape.Window shape;
    private final HotRows<HotWindow> hot;
    private final int largest;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final OutputRows predictions = new OutputRows(Prediction.SIZE);
    private final OutputRows rows;
    private final OutputRows weights;
    private final OutputRows slots = new OutputRows(1);

    WindowExecutor(OnnxModel model, MemoryShape.Window shape, long cacheBytes, CacheStats stats) {
        this.model = model;
        this.shape = shape;
        this.hot = new HotRows<>(cacheBytes, stats);
        this.largest = Math.max(1, Integer.highestOneBit(MAX_CALL_ROWS / shape.width()));
        this.rows = new OutputRows(shape.row());
        this.weights = new OutputRows(shape.width() + 1);
    }

    @Override
    public int add(float[] input, Memory memory, RowPages pages) {
        RingWindow window = (RingWindow) memory;
        pending.add(new Pending(
                input.clone(),
                hot.current(pages.owner(), window.length(), () -> HotWindow.load(window, pages)),
                ages(window)));
        return pending.size() - 1;
    }

    @Override
    public void run() {
        runPart(0, pending.size());
    }

    @Override
    public Optional<OnnxException> runApart() {
        return RowBisection.run(pending.size(), this::runPart, row -> {
            predictions.fail(row);
            rows.fail(row);
            weights.fail(row);
            slots.fail(row);
        });
    }

    @Override
    public int rows() {
        return pending.size();
    }

    private void runPart(int first, int to) {
        for (int from = first; from < to; from += largest) {
            run(pending.subList(from, Math.min(to, from + largest)), from);
        }
    }

    @Override
    public Prediction prediction(int row) {
        return Prediction.of(predictions.values(), predictions.offset(row));
    }

    @Override
    public boolean finite(int row) {
        return rows.finite(row) && (!shape.chosen() || slots.at(row, 0) >= 0 && slots.at(row, 0) < shape.width());
    }

    @Override
    public List<AttendedStep> attended(int row, int most) {
        float[] ofSlots = new float[shape.width()];
        System.arraycopy(weights.values(), weights.offset(row), ofSlots, 0, ofSlots.length);
        return TopWeights.of(ofSlots, pending.get(row).window::time, most);
    }

    @Override
    public void advance(int row, Memory memory, RowPages pages, long time) {
        RingWindow window = (RingWindow) memory;
        int slot = shape.chosen() ? (int) slots.at(row, 0) : window.nextSlot();
        pending.get(row).window.overwrite(slot, rows.values(), rows.offset(row), time, pages);
        window.advance(slot);
    }

    @Override
    public void clear() {
        pending.clear();
    }

    @Override
    public void forget() {
        hot.clear();
    }

    @Override
    public void close() {
        calls.values().forEach(BoundCall::close);
        calls.clear();
        model.close();
    }

    private void run(List<Pending> part, int firstRow) {
        BoundCall call = calls.computeIfAbsent(Batches.ceiling(part.size(), 1), this::bind);
        for (int i = 0; i < part.size(); i++) {
            part.get(i).writeTo(call, i);
        }
        call.run(part.size());
        predictions.takeAll(call.floats("y"), part.size(), firstRow);
        rows.takeAll(call.floats("row"), part.size(), firstRow);
        weights.takeAll(call.floats("weights"), part.size(), firstRow);
        if (shape.chosen()) {
            slots.takeAll(call.floats("slot"), part.size(), firstRow);
        }
    }

    private BoundCall bind(int batch) {
        return BoundCall.of(
                model,
                Map.of(
                        "x", new long[] {batch, CellInput.SIZE},
                        "rows", new long[] {batch, shape.width(), shape.row()},
                        "age", new long[] {batch, shape.width()}),
                outputs(batch));
    }

    private Map<String, long[]> outputs(int batch) {
        Map<String, long[]> outputs = new HashMap<>(Map.of(
                "y", new long[] {batch, Prediction.SIZE},
                "row", new long[] {batch, shape.row()},
                "weights", new long[] {batch, shape.width() + 1}));
        if (shape.chosen()) {
            outputs.put("slot", new long[] {batch, 1});
        }
        return outputs;
    }

    private long[] ages(RingWindow window) {
        long[] ages = new long[shape.width()];
        for (int slot = 0; slot < ages.length; slot++) {
            ages[slot] = window.age(slot);
        }
        return ages;
    }

    /** One row of the wave. */
    private static final class Pending {

        private final float[] input;
        private final HotWindow window;
        private final long[] ages;

        private Pending(float[] input, HotWindow window, long[] ages) {
            this.input = input;
            this.window = window;
            this.ages = ages;
        }

        private void writeTo(BoundCall call, int callRow) {
            call.floats("x").put(callRow * input.length, input);
            call.longs("age").put(callRow * ages.length, ages);
            window.copyTo(call.floats("rows"), callRow);
        }
    }
}
