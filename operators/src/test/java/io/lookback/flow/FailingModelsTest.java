package io.lookback.flow;

import static io.lookback.flow.ModelStage.flat;
import static io.lookback.flow.ModelStage.models;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.scores;
import static io.lookback.flow.ModelStage.shadow;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.event.Flag;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.onnx.OnnxModel;
import io.lookback.testkit.Backend;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that pass every check before a record comes, and fail once one lies far out. */
class FailingModelsTest {

    private static final String KIND = "Announced model fails while scoring";
    /** The model sees it with the next record. */
    private static final int FAR_OUT = 150;

    @TempDir
    private Path folder;

    private ModelStage models;

    @BeforeEach
    void stage() {
        models = new ModelStage(folder);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    @FaultCase(
            kind = KIND,
            input = "live, an operator of its graph fails on extreme values ({})",
            outcome = "retired with a dead letter MODEL; the record is scored with the configured model")
    void isRetiredAndTheConfiguredModelGoesOn(Backend backend) throws Exception {
        int loaded = OnnxModel.loaded();
        try (ControlledHarness harness = start(backend, spec("lstm"))) {
            play(harness, 0, 100, farOut(), "a", "b");
            harness.change(models.change(failing("new", "*", "model-fails-late")));
            play(harness, 100, 300, farOut(), "a", "b");

            assertRetired(harness, "out of data bounds");
            assertThat(models(harness, "a", 100, FAR_OUT + 1)).containsOnly("latefail-1");
            assertThat(models(harness, "a", FAR_OUT + 1, 300)).containsOnly("lstm-1");
            assertThat(models(harness, "b", FAR_OUT + 2, 300)).containsOnly("lstm-1");
            assertThat(harness.scores()).hasSize(600);
            assertThat(scores(harness, "a").get(299).features().get(0).expected())
                    .isFinite();
        }
        assertThat(OnnxModel.loaded()).as("closed").isEqualTo(loaded);
    }

    @Test
    @FaultCase(
            kind = KIND,
            input = "live, its memory becomes NaN on extreme values",
            outcome = "retired with a dead letter MODEL; the record is scored with the configured model")
    void isRetiredOnceItsMemoryIsNoNumber() throws Exception {
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"))) {
            play(harness, 0, 100, farOut(), "a");
            harness.change(models.change(failing("new", "*", "nan-memory")));
            play(harness, 100, 300, farOut(), "a");

            assertRetired(harness, "not finite");
            assertThat(models(harness, "a", 100, FAR_OUT + 1)).containsOnly("nanmem-1");
            assertThat(models(harness, "a", FAR_OUT + 1, 300)).containsOnly("lstm-1");
        }
    }

    @Test
    void seriesThatItDidNotScoreAreAsTheyWouldBeWithoutIt() throws Exception {
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"), failing("new", "a", "model-fails-late"));
                ControlledHarness plain = start(Backend.HEAP, spec("lstm"))) {
            play(harness, 0, 300, farOut(), "a", "b");
            play(plain, 0, 300, farOut(), "a", "b");

            assertThat(scores(harness, "b")).isEqualTo(scores(plain, "b"));
        }
    }

    @Test
    void staysRetiredAcrossARestartUntilItIsAnnouncedAnew() throws Exception {
        Announcement failing = failing("new", "*", "model-fails-late");
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"), failing)) {
            play(harness, 0, 200, farOut(), "a");
            state = harness.snapshot();
        }

        try (ControlledHarness harness = ModelStage.restore(Backend.HEAP, spec("lstm"), state, failing)) {
            play(harness, 200, 220, farOut(), "a");
            harness.change(models.change(failing));
            play(harness, 220, 240, farOut(), "a");

            assertThat(models(harness, "a", 200, 220)).containsOnly("lstm-1");
            assertThat(models(harness, "a", 220, 240)).containsOnly("latefail-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-fails-late", "nan-memory"})
    @FaultCase(
            kind = KIND,
            input = "in shadow mode ({})",
            outcome = "the shadow is retired with a dead letter MODEL; live scores do not change")
    void aShadowIsRetiredAndTheLiveScoresAreTheSame(String file) throws Exception {
        Announcement failing = shadow(failing("new", "*", file));
        try (ControlledHarness shadow = inTheShadow(spec("lstm"), failing);
                ControlledHarness live = start(Backend.HEAP, spec("lstm"), failing);
                ControlledHarness plain = start(Backend.HEAP, spec("lstm"))) {
            play(shadow, 0, 300, farOut(), "a");
            play(live, 0, 300, farOut(), "a");
            play(plain, 0, 300, farOut(), "a");

            assertThat(shadow.rejections()).extracting(Rejection::reason).containsOnly(Rejection.Reason.MODEL);
            assertThat(shadow.metrics().value("numModelsRetired")).isOne();
            assertThat(shadow.scores()).hasSizeLessThan(200);
            assertThat(live.rejections()).isEmpty();
            assertThat(live.scores()).isEqualTo(plain.scores());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    @FaultCase(
            kind = "Configured model fails while scoring",
            input = "an operator of its graph fails on extreme values ({})",
            outcome = "that record is scored without the forecast, all others as usual")
    void aConfiguredModelThatFailsLeavesOutItsForecast(Backend backend) throws Exception {
        Path file = models.write(bytes("model-fails-late"));
        FlowSpec spec = ModelStage.spec(7, List.of(new CellSpec("lstm", file.toString())));
        try (ControlledHarness harness = start(backend, spec)) {
            play(harness, 0, 300, farOut(), "a");
            play(harness, 0, 300, flat(), "b");

            List<Score> scores = scores(harness, "a");
            assertThat(scores).hasSize(300);
            assertThat(scores.get(FAR_OUT - 1).features().get(0).expected()).isFinite();
            assertThat(scores.get(299).features().get(0).expected()).isFinite();
            assertThat(scores(harness, "b").get(FAR_OUT).features().get(0).expected())
                    .isFinite();
        }
    }

    @Test
    void aConfiguredModelThatFailsForARecordForecastsTheOthersOfItsWave() throws Exception {
        Path file = models.write(bytes("model-fails-late"));
        FlowSpec spec = ModelStage.spec(3, List.of(new CellSpec("lstm", file.toString())));
        try (ControlledHarness harness = start(Backend.HEAP, spec)) {
            for (int step = 0; step < 200; step++) {
                play(harness, step, step + 1, flat(), "a", "b");
                play(harness, step, step + 1, farOut(), "c");
            }

            assertThat(scores(harness, "c"))
                    .filteredOn(score -> score.flags().contains(Flag.MEMORY_RESET))
                    .hasSize(1);
            for (String other : List.of("a", "b")) {
                assertThat(scores(harness, other))
                        .hasSize(200)
                        .noneMatch(score -> score.flags().contains(Flag.MEMORY_RESET));
            }
        }
    }

    private static void assertRetired(ControlledHarness harness, String cause) {
        assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo(Rejection.Reason.MODEL);
            assertThat(rejection.message()).contains("'new' is retired", cause);
        });
        assertThat(harness.metrics().value("numModelsRetired")).isOne();
        assertThat(harness.metrics().value("modelsActive")).isZero();
    }

    private static ControlledHarness inTheShadow(FlowSpec spec, ControlEntry... entries) throws Exception {
        return new ControlledHarness(
                spec,
                ModelStage.held(entries),
                ControlLimits.DEFAULT,
                null,
                new Place(Backend.HEAP, 1, 0, Role.SHADOW));
    }

    private Announcement failing(String id, String series, String file) throws Exception {
        String name = file.equals("nan-memory") ? "nanmem-1" : "latefail-1";
        return models.announcement(id, series, "lstm", name, bytes(file));
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = FailingModelsTest.class.getResourceAsStream("/faults/" + file + ".onnx")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** Quiet, and one value far out. */
    private static IntToDoubleFunction farOut() {
        return step -> 10 + 0.5 * Math.sin(step / 3.0) + new Random(step).nextDouble() + (step == FAR_OUT ? 500 : 0);
    }
}
