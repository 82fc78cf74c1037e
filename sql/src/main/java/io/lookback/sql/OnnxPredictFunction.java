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

    private transient @Nullable OnnxModel model;
    private transient @Nullable Worker worker;
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
        OnnxFunction.Settings settings = function.settings();
        model = OnnxModel.acquire(settings.path(), function.graph(), settings.device());
        worker = new Worker(function, rows, model);
        thread = new Thread(worker, "lookback-predict");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    @SuppressWarnings("NullAway") // opened before the first row
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        float[] numbers = new float[function.input().size()];
        try {
            int found = rows.read(row, numbers);
            return found == numbers.length ? worker.predict(numbers) : reject(otherLength(found));
        } catch (IllegalArgumentException e) {
            return reject(String.valueOf(e.getMessage()));
        }
    }

    private String otherLength(int found) {
        return String.format(
                Locale.ROOT,
                "A row has %d numbers, the model takes %d (%s). Give arrays of that length.",
                found,
                function.input().size(),
                function.input());
    }

    /** One row does not fail the statement. */
    @SuppressWarnings("NullAway") // opened before the first row
    private CompletableFuture<Collection<RowData>> reject(String cause) {
        rejected.inc();
        String path = function.settings().path();
        log.add(new Rejection(
                new Origin(path, 0, rejected.getCount()),
                Payload.NONE,
                Rejection.Reason.UNUSABLE,
                String.format(
                        Locale.ROOT, "A row has no prediction by model '%s', NULL in its place. %s", path, cause)));
        return CompletableFuture.completedFuture(List.of(rows.nulls()));
    }

    @Override
    public void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
            thread = null;
        }
        if (model != null) {
            model.close();
            model = null;
        }
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** Calls the model. What ends it, ends all predictions that are asked for, at any time. */
    private static final class Worker implements Runnable {

        private final OnnxFunction function;
        private final ModelRows rows;
        private final OnnxModel model;
        private final LinkedBlockingQueue<Ticket> waiting = new LinkedBlockingQueue<>();
        private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
        private volatile @Nullable Throwable failure;

        private Worker(OnnxFunction function, ModelRows rows, OnnxModel model) {
            this.function = function;
            this.rows = rows;
            this.model = model;
        }

        private CompletableFuture<Collection<RowData>> predict(float[] numbers) {
            CompletableFuture<Collection<RowData>> result = new CompletableFuture<>();
            waiting.add(new Ticket(numbers, result));
            Throwable cause = failure;
            if (cause != null) {
                result.completeExceptionally(cause);
            }
            return result;
        }

        @Override
        public void run() {
            List<Ticket> taken = new ArrayList<>();
            try {
                predictAll(taken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                failure = e;
                waiting.drainTo(taken);
                taken.forEach(ticket -> ticket.result().completeExceptionally(e));
            }
        }

        private void predictAll(List<Ticket> taken) throws InterruptedException {
            try {
                while (true) {
                    taken.add(waiting.take());
                    waiting.drainTo(taken, function.settings().maxBatch() - 1);
                    predict(taken);
                    taken.clear();
                }
            } finally {
                calls.values().forEach(BoundCall::close);
            }
        }

        private void predict(List<Ticket> taken) {
            BoundCall call = calls.computeIfAbsent(Batches.ceiling(taken.size(), SMALLEST), this::bind);
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

        private BoundCall bind(int most) {
            return BoundCall.of(
                    model,
                    Map.of(function.input().name(), function.input().of(most)),
                    Map.of(function.output().name(), function.output().of(most)));
        }
    }
}
