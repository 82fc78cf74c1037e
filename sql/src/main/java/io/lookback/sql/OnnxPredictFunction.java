package io.lookback.sql;

import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.flow.RejectionLog;
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
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
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
    private final ModelRows rows;

    private transient @Nullable LinkedBlockingQueue<Ticket> waiting;
    private transient @Nullable Thread thread;
    private transient @Nullable RejectionLog log;
    private transient @Nullable Counter rejected;

    OnnxPredictFunction(OnnxFunction function) {
        this.function = function;
        this.rows = new ModelRows(function.inputs(), function.outputs());
    }

    /** A row on its way. */
    private record Ticket(float[] numbers, CompletableFuture<Collection<RowData>> result) {}

    @Override
    public void open(FunctionContext context) {
        log = new RejectionLog();
        rejected = context.getMetricGroup().counter("numRejectedRows");
        waiting = new LinkedBlockingQueue<>();
        Worker worker = new Worker(function, rows, waiting);
        thread = new Thread(worker, "lookback-predict");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    @SuppressWarnings("NullAway") // opened before the first row
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        float[] numbers = new float[function.input().size()];
        int found = rows.read(row, numbers);
        if (found != numbers.length) {
            reject(found);
            return CompletableFuture.completedFuture(List.of(rows.nulls()));
        }
        CompletableFuture<Collection<RowData>> result = new CompletableFuture<>();
        waiting.add(new Ticket(numbers, result));
        return result;
    }

    /** One row does not fail the statement. */
    @SuppressWarnings("NullAway") // opened before the first row
    private void reject(int found) {
        rejected.inc();
        String path = function.settings().path();
        log.add(new Rejection(
                new Origin(path, 0, rejected.getCount()),
                Payload.NONE,
                Rejection.Reason.UNUSABLE,
                String.format(
                        Locale.ROOT,
                        "A row has %d numbers for model '%s', which takes %d (%s): its prediction is NULL. Give arrays of that length.",
                        found,
                        path,
                        function.input().size(),
                        function.input())));
    }

    @Override
    public void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
            thread = null;
        }
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** Owns the model. */
    private static final class Worker implements Runnable {

        private final OnnxFunction function;
        private final ModelRows rows;
        private final LinkedBlockingQueue<Ticket> waiting;
        private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();

        private Worker(OnnxFunction function, ModelRows rows, LinkedBlockingQueue<Ticket> waiting) {
            this.function = function;
            this.rows = rows;
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
                taken.get(row).result().complete(List.of(rows.row(numbers)));
            }
        }

        private BoundCall bind(OnnxModel model, int rows) {
            return BoundCall.of(
                    model,
                    Map.of(function.input().name(), function.input().of(rows)),
                    Map.of(function.output().name(), function.output().of(rows)));
        }
    }
}
