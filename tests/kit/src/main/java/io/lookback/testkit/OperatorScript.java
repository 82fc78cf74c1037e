package io.lookback.testkit;

import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One script of records, watermarks and clock ticks for a keyed operator. Every replay of it, whatever the crash mode
 * and the state backend, must emit the same.
 *
 * @param factory makes the operator, anew after each crash
 * @param sides side outputs to collect
 */
public record OperatorScript<K, I, O>(
        Supplier<OneInputStreamOperatorFactory<I, O>> factory,
        KeySelector<I, K> key,
        TypeInformation<K> keyType,
        List<OutputTag<?>> sides,
        List<Item<I>> items) {

    public OperatorScript {
        sides = List.copyOf(sides);
        items = List.copyOf(items);
    }

    /** Plays all items and then the end of input. */
    public Outcome<O> replay(Backend backend, CrashMode mode) throws Exception {
        Replay replay = new Replay(backend);
        try {
            replay.play(mode);
            return replay.outcome;
        } finally {
            replay.close();
        }
    }

    /** Plays all items and stops there: what still waits inside stays there. */
    public Outcome<O> replayWithoutEnd(Backend backend) throws Exception {
        Replay replay = new Replay(backend);
        try {
            replay.playItems(CrashMode.never());
            return replay.outcome;
        } finally {
            replay.close();
        }
    }

    private final class Replay {

        private final Backend backend;

        private KeyedOneInputStreamOperatorTestHarness<K, I, O> harness;
        private Outcome<O> outcome = Outcome.empty();
        private Outcome<O> atSnapshot = Outcome.empty();
        private @Nullable OperatorSubtaskState snapshot;
        private int position;
        private int positionAtSnapshot;
        private long checkpoint;

        private Replay(Backend backend) throws Exception {
            this.backend = backend;
            this.harness = open(null);
        }

        private void play(CrashMode mode) throws Exception {
            playItems(mode);
            harness.processWatermark(Watermark.MAX_WATERMARK);
            harness.endInput();
            harness.getOneInputOperator().finish();
            outcome.take(harness, sides);
        }

        private void playItems(CrashMode mode) throws Exception {
            while (position < items.size()) {
                items.get(position++).play(harness);
                outcome.take(harness, sides);
                if (mode.snapshots()) {
                    snapshot();
                }
                if (mode.crashes()) {
                    crash();
                }
            }
        }

        private void snapshot() throws Exception {
            checkpoint++;
            harness.getOneInputOperator().prepareSnapshotPreBarrier(checkpoint);
            outcome.take(harness, sides);
            snapshot = harness.snapshot(checkpoint, checkpoint);
            positionAtSnapshot = position;
            atSnapshot = outcome.copy();
        }

        private void crash() throws Exception {
            long clock = harness.getProcessingTime();
            close();
            position = positionAtSnapshot;
            outcome = atSnapshot.copy();
            harness = open(snapshot);
            harness.setProcessingTime(clock);
        }

        private KeyedOneInputStreamOperatorTestHarness<K, I, O> open(@Nullable OperatorSubtaskState state)
                throws Exception {
            var opened = new KeyedOneInputStreamOperatorTestHarness<K, I, O>(factory.get(), key, keyType);
            opened.setStateBackend(backend.create());
            if (state != null) {
                opened.initializeState(state);
            }
            opened.open();
            return opened;
        }

        /** The harness finishes an operator that it closes; what that emits is not taken. */
        private void close() throws Exception {
            harness.getOneInputOperator().finish();
            harness.close();
        }
    }
}
