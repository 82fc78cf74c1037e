package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.memory.HistoryBound;
import io.lookback.order.OrderSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;

/**
 * What an incremental checkpoint adds: what was written since the last, whatever the series' histories, and
 * what RocksDB rewrote of its own accord.
 */
@Tag("slow")
class CheckpointGrowthTest {

    private static final int SERIES = 32;
    private static final long MINUTE = 60_000;

    /** Of the shipped self-attention RNN: 32 floats and the time of the step. */
    private static final int ROW_BYTES = 32 * Float.BYTES + Long.BYTES;

    /** A series' first record makes no row: at these ages the last page has just been filled. */
    private static final int YOUNG = 257;

    private static final int OLD = 1025;

    @TempDir
    private Path folder;

    /** Four times the history changes the bytes by as much as the detector's sample of the past filled meanwhile. */
    @Test
    void addsWhatTheStepsSinceTheLastWroteWhateverTheHistory() throws Exception {
        try (Growth growth = new Growth(Compactions.NONE)) {
            List<Long> young = growth.at(YOUNG, 8, 32, 64);
            List<Long> old = growth.at(OLD, 8, 32, 64);
            print("t = %d: %s after 8, 32 and 64 steps".formatted(YOUNG, young));
            print("t = %d: %s after 8, 32 and 64 steps".formatted(OLD, old));

            for (int i = 0; i < young.size(); i++) {
                assertThat(old.get(i)).isLessThan(young.get(i) * 4 / 3);
            }
            assertThat(List.of(young, old)).allSatisfy(own -> {
                assertThat((double) own.get(1) - own.get(0)).isCloseTo(32 * ROW_BYTES, withinPercentage(20));
                assertThat((double) own.get(2) - own.get(1)).isCloseTo(32 * ROW_BYTES, withinPercentage(20));
            });
        }
    }

    /** By itself RocksDB merges four files of a flush each with all below them, and what it merged is a new file. */
    @Test
    void everyFourthAlsoCarriesWhatACompactionRewrote() throws Exception {
        try (Growth growth = new Growth(Compactions.LEVELS)) {
            growth.at(YOUNG);
            List<Long> own = new ArrayList<>();
            for (int checkpoint = 0; checkpoint < 12; checkpoint++) {
                own.addAll(growth.at(YOUNG, 8));
            }
            print("t = %d: %s after 8 steps each; a full one has %d".formatted(YOUNG, own, growth.full()));

            long half = growth.full() / 2;
            assertThat(own.stream().filter(bytes -> bytes > half)).hasSizeBetween(1, 4);
            assertThat(own.stream().sorted().toList().get(6)).isLessThan(half / 2);
        }
    }

    /** As jobs have them. */
    @Test
    void mergesOfLikeSizesRewriteLittleWhateverTheHistory() throws Exception {
        double young = mean(Compactions.LIKE_SIZES, YOUNG);
        double old = mean(Compactions.LIKE_SIZES, OLD);

        assertThat(old).isLessThan(1.6 * young).isLessThan(mean(Compactions.LEVELS, OLD) / 2);
        assertThat(young).isLessThan(0.8 * mean(Compactions.LEVELS, YOUNG));
    }

    private double mean(Compactions compactions, long age) throws Exception {
        try (Growth growth = new Growth(compactions)) {
            growth.at(age);
            List<Long> own = new ArrayList<>();
            for (int checkpoint = 0; checkpoint < 24; checkpoint++) {
                own.addAll(growth.at(age, 8));
            }
            double mean = own.stream().mapToLong(Long::longValue).average().orElseThrow();
            print("t = %d, %s: %.0f in the mean of 24 after 8 steps each, at most %d; a full one has %d"
                    .formatted(age, compactions, mean, Collections.max(own), growth.full()));
            return mean;
        }
    }

    private static void print(String line) {
        System.out.println("Bytes of a checkpoint per series, " + line);
    }

    /** A job's series, alike in age. */
    private final class Growth implements AutoCloseable {

        private final KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> harness;
        private final Random random = new Random(3);
        private long steps;
        private long checkpoints;
        private long full;

        private Growth(Compactions compactions) throws Exception {
            var backend = new EmbeddedRocksDBStateBackend(true);
            backend.getMemoryConfiguration().setUseManagedMemory(false);
            backend.setRocksDBOptions(compactions);
            harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new SequenceOperatorFactory(spec()), Observation::series, Types.STRING);
            harness.setStateBackend(backend);
            harness.setCheckpointStorage(new FileSystemCheckpointStorage(folder.toUri()));
            harness.open();
        }

        /** Own bytes per series of checkpoints that come n steps after another, the first at that age. */
        private List<Long> at(long age, int... ns) throws Exception {
            if (steps < age) {
                live(age - steps);
                checkpoint();
            }
            List<Long> own = new ArrayList<>();
            for (int n : ns) {
                live(n);
                own.add(checkpoint() / SERIES);
            }
            return own;
        }

        private long full() {
            return full / SERIES;
        }

        private void live(long more) throws Exception {
            for (long end = steps + more; steps < end; steps++) {
                for (int series = 0; series < SERIES; series++) {
                    long time = MINUTE * steps;
                    double value = 10 * Math.sin(steps / 30.0 + series) + random.nextGaussian();
                    harness.processElement(Scripts.at("series-" + series, time, value, steps), time);
                }
                harness.getOutput().clear();
            }
        }

        /** Bytes that the checkpoint had to write itself. */
        private long checkpoint() throws Exception {
            checkpoints++;
            harness.getOneInputOperator().prepareSnapshotPreBarrier(checkpoints);
            OperatorSubtaskState state = harness.snapshot(checkpoints, checkpoints);
            harness.notifyOfCompletedCheckpoint(checkpoints);
            full = state.getManagedKeyedState().stream()
                    .mapToLong(KeyedStateHandle::getStateSize)
                    .sum();
            return state.getManagedKeyedState().stream()
                    .mapToLong(KeyedStateHandle::getCheckpointedSize)
                    .sum();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }

    private static FlowSpec spec() {
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, SERIES);
        return usual.toBuilder()
                .cells(List.of(CellSpec.shipped("self-attention-rnn")))
                .history(new HistorySpec(HistoryBound.sliding(2048), 64 << 20, 0))
                .detection(DetectionSpec.builder().warmUp(100).refractory(10).build())
                .build();
    }

    /** What a compaction rewrites is uploaded again; without one a checkpoint's own bytes are those written since. */
    private enum Compactions implements RocksDBOptionsFactory {
        NONE {
            @Override
            ColumnFamilyOptions set(ColumnFamilyOptions options) {
                return options.setDisableAutoCompactions(true);
            }
        },
        /** RocksDB's own. */
        LEVELS {
            @Override
            ColumnFamilyOptions set(ColumnFamilyOptions options) {
                return options;
            }
        },
        LIKE_SIZES {
            @Override
            ColumnFamilyOptions set(ColumnFamilyOptions options) {
                return options.setCompactionStyle(CompactionStyle.UNIVERSAL);
            }
        };

        abstract ColumnFamilyOptions set(ColumnFamilyOptions options);

        @Override
        public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> toClose) {
            return current;
        }

        @Override
        public ColumnFamilyOptions createColumnOptions(ColumnFamilyOptions current, Collection<AutoCloseable> toClose) {
            return set(current);
        }
    }
}
