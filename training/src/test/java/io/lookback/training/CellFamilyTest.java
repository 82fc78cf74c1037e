package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cell.Prediction;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.Rollout;
import io.lookback.training.net.Fit;
import io.lookback.training.net.Network;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.net.Torch;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.References;
import io.lookback.training.reference.StepReference;
import io.lookback.training.reference.Toy;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind of cell, whichever memory it has. */
@Tag("slow")
class CellFamilyTest {

    private static final double TOLERANCE = 1e-4;
    private static final int STEPS = 300;
    private static final int SERIES = 20;
    private static final int BATCHES = 30;

    static Stream<String> referenced() {
        return References.kinds().stream();
    }

    @Test
    void aKindThatATrainingMakesIsAKindThatAJobRuns() {
        assertThat(Arrays.stream(CellKind.values()).map(CellKind::cell))
                .containsExactlyInAnyOrderElementsOf(CellRegistry.names());
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aJobTakesTheModel(CellKind kind) {
        byte[] model = model(kind.cell());

        Cell cell = Cell.of("file.onnx", model);

        assertThat(cell.card().cell()).isEqualTo(kind.cell());
    }

    @Test
    void aKindThatShipsWithoutAModelSaysHowToGetOne() {
        assertThatThrownBy(() -> Cell.load(CellSpec.shipped("gru")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lookback train --cell gru --out gru.onnx")
                .hasMessageContaining("cells[].model");
    }

    @ParameterizedTest
    @MethodSource("referenced")
    void theStepGraphAgreesWithItsReference(String kind) throws OrtException {
        byte[] model = model(kind);
        RandomInputs inputs = new RandomInputs(5);
        StepReference reference = References.of(kind, model);
        double worst = 0;

        try (Rollout rollout = Rollout.of(model, network(kind, Network::freshMemory))) {
            for (int step = 0; step < STEPS; step++) {
                float[] x = inputs.next();
                worst = Math.max(worst, Agreement.relativeDifference(rollout.step(x), reference.step(x)));
            }
        }

        assertThat(worst).isLessThan(TOLERANCE);
    }

    /** Series that begin one after the other, in a cache that holds few of them, restored from their bytes now and then. */
    @ParameterizedTest
    @MethodSource("referenced")
    void aSeriesInWavesAgreesWithItsReference(String kind) throws IOException {
        byte[] model = model(kind);
        Cell cell = Cell.of(kind, "file.onnx", model).withHistory(HistoryBound.sliding(1024));
        List<Life> lives = new ArrayList<>();
        double worst = 0;

        try (CellExecutor executor = cell.open(new CellOptions(16, 3, 1 << 20), new CacheStats())) {
            for (int step = 0; step < 130; step++) {
                if (lives.size() < SERIES) {
                    lives.add(new Life(cell, References.of(kind, model), lives.size()));
                }
                if (step % 50 == 49) {
                    executor.forget();
                    for (Life life : lives) {
                        life.restore(cell);
                    }
                }
                worst = Math.max(worst, wave(executor, lives, step));
            }
        }

        assertThat(worst).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void everyKindLearnsWhatItIsShown(CellKind kind) {
        Batch batch = Corpus.of(new SeriesGenerator(1, 400).draw(0, 12), 64).draw(new SeededRandom(2), 8);
        try (NDManager manager = Torch.start(1)) {
            Network network = kind.freshNetwork(NetworkOptions.DEFAULT, new Parameters(manager, new SeededRandom(1)));
            Fit fit = new Fit(network, new Recipe(64, BATCHES, 8, 0.002f), manager);
            double before = fit.evaluate(batch);

            for (int step = 0; step < BATCHES; step++) {
                fit.step(batch);
            }

            assertThat(fit.evaluate(batch)).isLessThan(before);
        }
    }

    private static double wave(CellExecutor executor, List<Life> lives, int step) {
        for (Life life : lives) {
            life.x = life.inputs.next();
            executor.add(life.x, life.memory, life.pages);
        }
        executor.run();
        double worst = 0;
        for (int row = 0; row < lives.size(); row++) {
            Life life = lives.get(row);
            Prediction prediction = executor.prediction(row);
            float[] actual = {(float) prediction.mean(), (float) prediction.scale()};
            worst = Math.max(worst, Agreement.relativeDifference(actual, life.reference.step(life.x)));
            assertThat(executor.finite(row)).isTrue();
            executor.advance(row, life.memory, life.pages, step);
        }
        executor.clear();
        return worst;
    }

    private static byte[] model(String kind) {
        return Toy.model(weights -> CellKind.named(kind).freshNetwork(NetworkOptions.DEFAULT, weights));
    }

    private static <T> T network(String kind, Function<Network, T> question) {
        try (NDManager manager = Torch.start(1)) {
            return question.apply(CellKind.named(kind)
                    .freshNetwork(NetworkOptions.DEFAULT, new Parameters(manager, new SeededRandom(3))));
        }
    }

    /** One series. */
    private static final class Life {
        private final StepReference reference;
        private final RandomInputs inputs;
        private final MapPages pages = new MapPages();
        private Memory memory;
        private float[] x = {};

        private Life(Cell cell, StepReference reference, int seed) {
            this.reference = reference;
            this.inputs = new RandomInputs(seed);
            this.memory = cell.memory().fresh();
        }

        private void restore(Cell cell) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            memory.write(new DataOutputStream(bytes));
            memory = cell.memory().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        }
    }
}
