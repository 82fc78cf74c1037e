package io.lookback.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FitTest {

    private static final Recipe RECIPE = new Recipe(32, 100, 4, 0.02f);

    private final Corpus corpus = Corpus.of(new SeriesGenerator(3, 200).draw(0, 5), RECIPE.length());

    @Test
    void aBatchWithoutAFiniteLossTeachesNothing() {
        try (NDManager manager = Torch.start(1)) {
            Fit fit = fit(manager);
            Batch batch = batch(1);
            fit.step(batch);
            double before = fit.evaluate(batch);

            assertThat(fit.step(endless())).isNaN();
            assertThat(fit.evaluate(batch)).isEqualTo(before);

            fit.step(batch);
            assertThat(fit.evaluate(batch)).isFinite().isNotEqualTo(before);
        }
    }

    @Test
    void trainingThatDivergedEnds() {
        try (NDManager manager = Torch.start(1)) {
            Fit fit = fit(manager);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            fit.step(endless());
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no finite gradient");
        }
    }

    private static Fit fit(NDManager manager) {
        return new Fit(new LstmNetwork(4, new Parameters(manager, new SeededRandom(5))), RECIPE, manager);
    }

    private Batch batch(int seed) {
        return corpus.draw(new SeededRandom(seed), RECIPE.rows());
    }

    private Batch endless() {
        Batch batch = batch(2);
        Arrays.fill(batch.inputs(), Float.POSITIVE_INFINITY);
        return batch;
    }
}
