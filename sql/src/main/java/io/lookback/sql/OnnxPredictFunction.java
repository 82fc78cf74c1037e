package io.lookback.sql;

import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.jspecify.annotations.Nullable;

/**
 * Predicts in a thread of its own, which takes all rows that wait into one call. It waits for no company: what comes
 * while a call runs is the next one. How many rows may wait is Flink's to say
 * ({@code table.exec.async-ml-predict.max-concurrent-operations}). Public for code that Flink generates.
 */
public final class OnnxPredictFunction extends AsyncPredictFunction {

    private static final long serialVersionUID = 1L;
    private static final int SMALLEST = 4;

    private final OnnxFunction function;

    private transient @Nullable LinkedBlockingQueue<Ticket> waiting;
    private transient @Nullable Thread thread;

    OnnxPredictFunction(OnnxFunction function) {
        this.function = function;
    }

    /** A row on its way. */
    private record Ticket(float[] numbers, CompletableFuture<Collection<RowData>> result) {}

    @Override
    public void open(FunctionContext context) {
        waiting = new LinkedBlockingQueue<>();
        Worker worker = new Worker(function, waiting);
        thread = new Thread(worker, "lookback-predict");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    @SuppressWarnings("NullAway") // opened before the first row
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        CompletableFuture<Collection<RowData>> result = new CompletableFuture<>();
        try {
            waiting.add(new Ticket(numbers(row), result));
        } catch (IllegalArgumentException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    @Override
    public void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
            thread = null;
        }
    }

    /** The row's numbers and those of its arrays; what is NULL is not a number, as for any model. */
    private float[] numbers(RowData row) {
        float[] numbers = new float[function.input().size()];
        int filled = 0;
        for (int column = 0; column < row.getArity(); column++) {
            LogicalType type = function.inputs().getTypeAt(column);
            int size = 1;
            if (type instanceof ArrayType array && !row.isNullAt(column)) {
                ArrayData elements = row.getArray(column);
                size = elements.size();
                for (int i = 0; i < size && filled + i < numbers.length; i++) {
                    numbers[filled + i] = number(elements, i, array.getElementType());
                }
            } else if (filled < numbers.length) {
                numbers[filled] = row.isNullAt(column) ? Float.NaN : number(row, column, type);
            }
            filled += size;
        }
        if (filled != numbers.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "A row has %d numbers for model '%s', which takes %d (%s).",
                    filled,
                    function.settings().path(),
                    numbers.length,
                    function.input()));
        }
        return numbers;
    }

    private static float number(RowData row, int column, LogicalType type) {
        return type.is(LogicalTypeRoot.FLOAT) ? row.getFloat(column) : (float) row.getDouble(column);
    }

    private static float number(ArrayData array, int index, LogicalType type) {
        if (array.isNullAt(index)) {
            return Float.NaN;
        }
        return type.is(LogicalTypeRoot.FLOAT) ? array.getFloat(index) : (float) array.getDouble(index);
    }

    /** Owns the model. */
    private static final class Worker implements Runnable {

        private final OnnxFunction function;
        private final LinkedBlockingQueue<Ticket> waiting;
        private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();

        private Worker(OnnxFunction function, LinkedBlockingQueue<Ticket> waiting) {
            this.function = function;
            this.waiting = waiting;
        }

        @Override
        public void run() {
            List<Ticket> taken = new ArrayList<>();
            OnnxFunction.Settings settings = function.settings();
            try (OnnxModel model = OnnxModel.acquire(settings.path(), function.graph(), settings.device())) {
                predictAll(model, taken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                fail(taken, e);
            }
        }

        private void predictAll(OnnxModel model, List<Ticket> taken) throws InterruptedException {
            try {
                while (true) {
                    taken.add(waiting.take());
                    waiting.drainTo(taken, function.settings().maxBatch() - 1);
                    predict(model, taken);
                    taken.clear();
                }
            } finally {
                calls.values().forEach(BoundCall::close);
            }
        }

        /** The task fails with the first of them. */
        private void fail(List<Ticket> taken, RuntimeException cause) {
            waiting.drainTo(taken);
            taken.forEach(ticket -> ticket.result().completeExceptionally(cause));
        }

        private void predict(OnnxModel model, List<Ticket> taken) {
            BoundCall call = calls.computeIfAbsent(Batches.ceiling(taken.size(), SMALLEST), rows -> bind(model, rows));
            int size = function.input().size();
            FloatBuffer inputs = call.floats(function.input().name());
            for (int row = 0; row < taken.size(); row++) {
                inputs.put(row * size, taken.get(row).numbers());
            }
            call.run(taken.size());
            FloatBuffer outputs = call.floats(function.output().name());
            for (int row = 0; row < taken.size(); row++) {
                float[] numbers = new float[function.output().size()];
                outputs.get(row * numbers.length, numbers);
                taken.get(row).result().complete(List.of(row(numbers)));
            }
        }

        private BoundCall bind(OnnxModel model, int rows) {
            return BoundCall.of(
                    model,
                    Map.of(function.input().name(), function.input().of(rows)),
                    Map.of(function.output().name(), function.output().of(rows)));
        }

        private RowData row(float[] numbers) {
            if (function.array()) {
                LogicalType element = ((ArrayType) function.outputs().getTypeAt(0)).getElementType();
                return GenericRowData.of(
                        element.is(LogicalTypeRoot.FLOAT)
                                ? new GenericArrayData(numbers)
                                : new GenericArrayData(doubles(numbers)));
            }
            GenericRowData row = new GenericRowData(numbers.length);
            for (int column = 0; column < numbers.length; column++) {
                boolean single = function.outputs().getTypeAt(column).is(LogicalTypeRoot.FLOAT);
                row.setField(column, single ? (Object) numbers[column] : (Object) (double) numbers[column]);
            }
            return row;
        }

        private static double[] doubles(float[] numbers) {
            double[] doubles = new double[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                doubles[i] = numbers[i];
            }
            return doubles;
        }
    }
}
