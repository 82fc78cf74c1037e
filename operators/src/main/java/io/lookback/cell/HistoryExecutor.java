package io.lookback.cell;

import io.lookback.event.AttendedStep;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.PagedHistory;
import io.lookback.memory.RowPages;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import io.lookback.onnx.SharedBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs cells whose memory is a {@link PagedHistory}. Histories share calls, since a call costs more than to copy them; a
 * long one that has no company runs on the very buffer that caches it.
 *
 * <p>The number of history rows that a graph sees follows from the series' own history alone, never from the company
 * its row has in a wave: rounded up to a multiple of {@value #BLOCK}, so that calls come in few shapes, the rest masked.
 */
final class HistoryExecutor implements CellExecutor {

    static final int BLOCK = 64;

    private static final int ALONE_FROM = 1024;
    private static final int MOST_TOGETHER = 128;
    /** Bytes of the histories in a call: with more, the rows leave the processor's caches before they are read. */
    private static final int MOST_BYTES = 4 << 20;

    private final OnnxModel model;
    private final MemoryShape.History shape;
    private final boolean keepsWeights;
    private final HotRows<HotHistory> hot;
    private final Map<List<Integer>, BoundCall> calls = new HashMap<>();
    private final SharedBuffers buffers = new SharedBuffers();
    private final List<Pending> pending = new ArrayList<>();
    private final OutputRows predictions = new OutputRows(Prediction.SIZE);
    private final OutputRows contexts;
    private final OutputRows rows;
    private final boolean choosesRows;
    private final OutputRows kept = new OutputRows(1);
    /** Half and half: a part of it is the mask of any history. */
    private final float[] onesAndZeros;
    /** As many rows as may lie between a history and the next multiple. */
    private final float[] blank;

    private final FloatBuffer aloneMask;
    private final FloatBuffer aloneWeights;

    HistoryExecutor(OnnxModel model, MemoryShape.History shape, CellOptions options, CacheStats stats) {
        this.model = model;
        this.shape = shape;
        this.keepsWeights = options.attended() > 0;
        this.hot = new HotRows<>(options.cacheBytes(), stats);
        this.contexts = new OutputRows(shape.context());
        this.rows = new OutputRows(shape.row());
        this.choosesRows = model.outputs().containsKey("keep");
        int longest = Batches.roundUp(shape.bound().maxSteps(), BLOCK);
        this.onesAndZeros = new float[2 * longest];
        Arrays.fill(onesAndZeros, 0, longest, 1);
        this.blank = new float[BLOCK * shape.row()];
        this.aloneMask = allocate(longest);
        this.aloneWeights = allocate(longest + 1);
    }

    @Override
    public int add(float[] input, Memory memory, RowPages pages) {
        PagedHistory history = (PagedHistory) memory;
        float[] context = new float[shape.context()];
        history.copyContextTo(context, 0);
        HotHistory rows = hot.current(pages.owner(), history.length(), () -> HotHistory.load(history, pages));
        pending.add(new Pending(pending.size(), input.clone(), context, rows, history.rows()));
        return pending.size() - 1;
    }

    @Override
    public void run() {
        run(pending);
    }

    @Override
    public Optional<OnnxException> runApart() {
        return RowBisection.run(pending.size(), (from, to) -> run(pending.subList(from, to)), row -> {
            predictions.fail(row);
            contexts.fail(row);
            rows.fail(row);
            kept.fail(row);
            pending.get(row).weights = new float[0];
        });
    }

    @Override
    public int rows() {
        return pending.size();
    }

    private void run(List<Pending> part) {
        TreeMap<Integer, List<Pending>> bySize = new TreeMap<>();
        for (Pending step : part) {
            bySize.computeIfAbsent(Batches.roundUp(step.count, BLOCK), size -> new ArrayList<>())
                    .add(step);
        }
        bySize.forEach((size, steps) -> {
            if (size >= ALONE_FROM && steps.size() == 1) {
                runAlone(steps.get(0), size);
            } else {
                runTogether(steps, size);
            }
        });
    }

    @Override
    public Prediction prediction(int row) {
        return Prediction.of(predictions.values(), predictions.offset(row));
    }

    @Override
    public boolean finite(int row) {
        return contexts.finite(row) && rows.finite(row) && (!choosesRows || kept.finite(row));
    }

    @Override
    public List<AttendedStep> attended(int row, int most) {
        return pending.get(row).attended(most);
    }

    @Override
    public void advance(int row, Memory memory, RowPages pages, long time) {
        PagedHistory history = (PagedHistory) memory;
        if (choosesRows && kept.at(row, 0) < 0.5f) {
            history.replaceContext(contexts.values(), contexts.offset(row));
            return;
        }
        HotHistory entry = pending.get(row).history;
        long before = entry.bytes();
        entry.append(rows.values(), rows.offset(row), time, history, pages);
        history.advance(contexts.values(), contexts.offset(row));
        entry.slideTo(history, pages);
        hot.resized(pages.owner(), entry, before);
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

    private void runTogether(List<Pending> steps, int size) {
        int largest = largest(size);
        for (int from = 0; from < steps.size(); from += largest) {
            List<Pending> part = steps.subList(from, Math.min(steps.size(), from + largest));
            int batch = Batches.ceiling(part.size(), 1);
            BoundCall call = calls.computeIfAbsent(List.of(batch, size), key -> bind(batch, size));
            for (int i = 0; i < part.size(); i++) {
                part.get(i).writeTo(call, i, size);
                blank(call.floats("rows"), i * size + part.get(i).count, (i + 1) * size);
                mask(call.floats("mask"), i * size, part.get(i).count, size);
            }
            call.run(part.size());
            for (int i = 0; i < part.size(); i++) {
                collect(call, i, part.get(i));
                keepWeights(part.get(i), call.floats("weights"), i * (size + 1));
            }
        }
    }

    /** Steps that share a call at most, a power of two. */
    private int largest(int size) {
        int fit = MOST_BYTES / Float.BYTES / shape.row() / size;
        return Integer.highestOneBit(Math.max(1, Math.min(MOST_TOGETHER, fit)));
    }

    private void runAlone(Pending step, int size) {
        BoundCall call = calls.computeIfAbsent(List.of(1, 0), key -> bindAlone());
        call.floats("x").put(0, step.input);
        call.floats("c").put(0, step.context);
        mask(aloneMask, 0, step.count, size);
        FloatBuffer all = step.history.view(size);
        blank(all, step.count, size);
        call.run(
                Map.of(
                        "rows", BoundCall.View.of(all, 1, size, shape.row()),
                        "mask", BoundCall.View.of(aloneMask.slice(0, size), 1, size)),
                Map.of("weights", BoundCall.View.of(aloneWeights.slice(0, size + 1), 1, size + 1)));
        collect(call, 0, step);
        keepWeights(step, aloneWeights, 0);
    }

    private void collect(BoundCall call, int callRow, Pending step) {
        predictions.take(call.floats("y"), callRow, step.row);
        contexts.take(call.floats("c_next"), callRow, step.row);
        rows.take(call.floats("row"), callRow, step.row);
        if (choosesRows) {
            kept.take(call.floats("keep"), callRow, step.row);
        }
    }

    private void keepWeights(Pending step, FloatBuffer source, int from) {
        if (keepsWeights) {
            step.weights = new float[step.count];
            source.get(from, step.weights, 0, step.count);
        }
    }

    private BoundCall bind(int batch, int size) {
        return BoundCall.of(
                model,
                Map.of(
                        "x", new long[] {batch, CellInput.SIZE},
                        "c", new long[] {batch, shape.context()},
                        "rows", new long[] {batch, size, shape.row()},
                        "mask", new long[] {batch, size}),
                outputs(batch, Map.of("weights", new long[] {batch, size + 1})),
                buffers);
    }

    private BoundCall bindAlone() {
        return BoundCall.of(
                model,
                Map.of("x", new long[] {1, CellInput.SIZE}, "c", new long[] {1, shape.context()}),
                outputs(1, Map.of()));
    }

    private Map<String, long[]> outputs(int batch, Map<String, long[]> others) {
        Map<String, long[]> outputs = new HashMap<>(others);
        outputs.put("y", new long[] {batch, Prediction.SIZE});
        outputs.put("c_next", new long[] {batch, shape.context()});
        outputs.put("row", new long[] {batch, shape.row()});
        if (choosesRows) {
            outputs.put("keep", new long[] {batch, 1});
        }
        return outputs;
    }

    /** Shows the graph that many rows of {@code size}. */
    private void mask(FloatBuffer mask, int from, int present, int size) {
        mask.put(from, onesAndZeros, onesAndZeros.length / 2 - present, size);
    }

    /** Rows that the mask hides are zeros: a graph may give them a weight that is next to nothing, but is one. */
    private void blank(FloatBuffer rows, int from, int to) {
        rows.put(from * shape.row(), blank, 0, (to - from) * shape.row());
    }

    private static FloatBuffer allocate(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** One row of the wave. */
    private static final class Pending {

        private final int row;
        private final float[] input;
        private final float[] context;
        private final HotHistory history;
        private final int count;
        private float[] weights = new float[0];

        private Pending(int row, float[] input, float[] context, HotHistory history, int count) {
            this.row = row;
            this.input = input;
            this.context = context;
            this.history = history;
            this.count = count;
        }

        private void writeTo(BoundCall call, int callRow, int size) {
            call.floats("x").put(callRow * input.length, input);
            call.floats("c").put(callRow * context.length, context);
            history.copyTo(call.floats("rows"), callRow * size);
        }

        private List<AttendedStep> attended(int most) {
            return TopWeights.of(weights, history::time, most);
        }
    }
}
