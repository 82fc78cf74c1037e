package io.lookback.flow;

import static io.lookback.flow.ModelStage.held;
import static io.lookback.flow.ModelStage.models;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.scores;
import static io.lookback.flow.ModelStage.shadow;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.event.Score;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.testkit.Backend;
import io.lookback.testkit.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that only score beside those that count. */
class ShadowModelsTest {

    private static final TinyModel TINY = TinyModel.of("tiny", "1", 8);

    @TempDir
    private Path folder;

    private ModelStage models;

    @BeforeEach
    void stage() {
        models = new ModelStage(folder);
    }

    @Test
    void scoresAsTheJobWouldWithTheModel() throws Exception {
        Announcement tiny = models.tiny("tiny", "b*", TINY);
        Announcement window = models.shipped("window", "*", "local-attention", Map.of("version", "2"));
        FlowSpec spec = spec("lstm", "local-attention");
        try (ControlledHarness shadow = inTheShadow(spec, null, shadow(tiny), window);
                ControlledHarness live = start(Backend.HEAP, spec, tiny, window)) {
            play(shadow, 0, 200, "a", "b");
            play(live, 0, 200, "a", "b");

            assertThat(models(shadow, "b", 0, 200)).hasSize(200).containsOnly("tiny-1+local-attention-2");
            assertThat(shadow.scores()).isEqualTo(scores(live, "b"));
        }
    }

    @Test
    void scoresNothingWithoutAShadow() throws Exception {
        try (ControlledHarness shadow = inTheShadow(spec("lstm"), null, models.tiny("tiny", "*", TINY))) {
            play(shadow, 0, 50, "a", "b");

            assertThat(shadow.scores()).isEmpty();
            assertThat(shadow.operator().counts().series()).isZero();
        }
    }

    @Test
    void liveScoresAreTheSameWithAndWithoutIt() throws Exception {
        Announcement tiny = models.tiny("tiny", "*", TINY);
        try (ControlledHarness live = start(Backend.HEAP, spec("lstm"));
                ControlledHarness plain = start(Backend.HEAP, spec("lstm"))) {
            play(live, 0, 100, "a");
            live.change(models.change(shadow(tiny)));
            play(live, 100, 200, "a");
            play(plain, 0, 200, "a");

            assertThat(live.scores()).isEqualTo(plain.scores());
            assertThat(live.alerts()).isEqualTo(plain.alerts());
        }
    }

    @Test
    void onlyTheShadowAnswersForABrokenShadow() throws Exception {
        Announcement broken = shadow(models.announcement("new", "*", "lstm", "tiny-9", TINY.bytes()));
        Announcement other = models.announcement("other", "*", "lstm", "tiny-9", TINY.bytes());
        try (ControlledHarness live = start(Backend.HEAP, spec("lstm"), broken, other);
                ControlledHarness shadow = inTheShadow(spec("lstm"), null, broken, other)) {
            live.clock(1);
            shadow.clock(1);

            assertThat(live.rejections())
                    .singleElement()
                    .satisfies(
                            rejection -> assertThat(rejection.origin().offset()).isEqualTo(1));
            assertThat(shadow.rejections())
                    .singleElement()
                    .satisfies(
                            rejection -> assertThat(rejection.origin().offset()).isZero());
        }
    }

    @Test
    void goesOnAcrossARestart() throws Exception {
        Announcement tiny = shadow(models.tiny("tiny", "a", TINY));
        OperatorSubtaskState state;
        List<Score> whole;
        try (ControlledHarness shadow = inTheShadow(spec("lstm"), null, tiny)) {
            play(shadow, 0, 100, "a");
            state = shadow.snapshot();
            play(shadow, 100, 150, "a");
            whole = shadow.scores();
        }

        try (ControlledHarness shadow = inTheShadow(spec("lstm"), state, tiny)) {
            play(shadow, 100, 150, "a");

            assertThat(shadow.scores()).isEqualTo(whole.subList(100, 150));
        }
    }

    private static ControlledHarness inTheShadow(
            FlowSpec spec, @Nullable OperatorSubtaskState state, ControlEntry... entries) throws Exception {
        return new ControlledHarness(
                spec, held(entries), ControlLimits.DEFAULT, state, new Place(Backend.HEAP, 1, 0, Role.SHADOW));
    }
}
