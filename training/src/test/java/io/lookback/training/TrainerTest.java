package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lookback.training.graph.ModelFile;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Recipe;
import io.lookback.training.series.Series;
import io.lookback.training.series.SeriesGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final int ITERATIONS = 12;
    private static final int LONGER = 60;

    @TempDir
    private Path folder;

    @Test
    void learns() throws IOException {
        List<Double> losses = new ArrayList<>();

        TrainReport begun = new Trainer(1, Progress.silent()).train(tiny("a.onnx", 1));
        TrainReport learnt = new Trainer(1, recording(losses)).train(tiny("b.onnx", LONGER));

        assertThat(losses).hasSize(LONGER);
        assertThat(learnt.validationLoss())
                .as("loss on the same stretches, which neither was fitted to")
                .isLessThan(begun.validationLoss());
    }

    /** The matrix library sums in an order that depends on where memory lies, so the last bits may differ. */
    @Test
    void theSameSeedMakesTheSameNetwork() throws IOException {
        double first = new Trainer(1, Progress.silent()).train(tiny("a.onnx")).validationLoss();
        double second = new Trainer(1, Progress.silent()).train(tiny("b.onnx")).validationLoss();
        double other = new Trainer(1, Progress.silent())
                .train(tiny("c.onnx").withSeed(2))
                .validationLoss();

        assertThat(second).isCloseTo(first, within(1e-5));
        assertThat(other).isNotCloseTo(first, within(1e-3));
    }

    @Test
    void theCardTellsOfTheUsersSeries() throws IOException {
        List<Series> own = new SeriesGenerator(9, 400).draw(0, 3);

        TrainReport report =
                new Trainer(1, Progress.silent()).train(tiny("a.onnx").withSeries(own));

        assertThat(ModelFile.parse(Files.readAllBytes(report.out())).card().get("lookback.trained-on"))
                .contains("3 series of the user");
        assertThat(report.exportDifference()).isLessThan(1e-4);
    }

    @Test
    void tooShortSeriesOfTheUserAreRefused() {
        List<Series> own = new SeriesGenerator(9, 20).draw(0, 3);
        TrainSpec spec = tiny("a.onnx").withSeries(own);

        assertThatThrownBy(() -> new Trainer(1, Progress.silent()).train(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longest of 3 series has 20 values");
    }

    private TrainSpec tiny(String file) {
        return tiny(file, ITERATIONS);
    }

    private TrainSpec tiny(String file, int iterations) {
        Recipe recipe = new Recipe(32, iterations, 4, 0.02f);
        return new TrainSpec(
                CellKind.LSTM, 1, NetworkOptions.DEFAULT, recipe, 10, List.of(), null, folder.resolve(file));
    }

    private static Progress recording(List<Double> losses) {
        return new Progress() {
            @Override
            public void iteration(int done, double loss) {
                losses.add(loss);
            }

            @Override
            public void note(String line) {}
        };
    }
}
