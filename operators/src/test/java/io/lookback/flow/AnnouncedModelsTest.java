package io.lookback.flow;

import static io.lookback.flow.ModelStage.expected;
import static io.lookback.flow.ModelStage.held;
import static io.lookback.flow.ModelStage.models;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.scores;
import static io.lookback.flow.ModelStage.sha256;
import static io.lookback.flow.ModelStage.shipped;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.Announcement;
import io.lookback.control.ControlLimits;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.onnx.OnnxModel;
import io.lookback.series.Series;
import io.lookback.testkit.Backend;
import io.lookback.testkit.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which model scores which series. */
class AnnouncedModelsTest {

    private static final TinyModel TINY = TinyModel.of("tiny", "1", 8);

    @TempDir
    private Path folder;

    private ModelStage models;

    @BeforeEach
    void stage() {
        models = new ModelStage(folder);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void takesTheConfiguredOnesPlaceForAllSeries(Backend backend) throws Exception {
        try (ControlledHarness harness = start(backend, spec("lstm"))) {
            play(harness, 0, 100, "a", "b");
            harness.change(models.announce("new", "*", TINY));
            play(harness, 100, 200, "a", "b", "c");

            assertThat(models(harness, "a", 0, 100)).containsOnly("lstm-1");
            assertThat(models(harness, "a", 100, 200)).containsOnly("tiny-1");
            assertThat(models(harness, "b", 100, 200)).containsOnly("tiny-1");
            assertThat(models(harness, "c", 100, 200)).containsOnly("tiny-1");
            assertThat(expected(harness, "c", 101)).as("a series that begins").isFinite();
            assertThat(harness.metrics().value("numModelSwaps")).isOne();
            assertThat(harness.metrics().value("modelsActive")).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void scoresOnlyTheSeriesThatItIsMeantFor(Backend backend) throws Exception {
        try (ControlledHarness harness = start(backend, spec("lstm"));
                ControlledHarness plain = start(backend, spec("lstm"))) {
            play(harness, 0, 100, "web-1", "db-1");
            harness.change(models.announce("new", "db-*", TINY));
            play(harness, 100, 200, "web-1", "db-1");
            play(plain, 0, 200, "web-1", "db-1");

            assertThat(models(harness, "db-1", 100, 200)).containsOnly("tiny-1");
            assertThat(scores(harness, "web-1")).isEqualTo(scores(plain, "web-1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theConfiguredModelGoesOnOnceTheAnnouncementIsTakenBack(Backend backend) throws Exception {
        int loaded = OnnxModel.loaded();
        try (ControlledHarness harness = start(backend, spec("lstm", "local-attention"))) {
            int running = OnnxModel.loaded();
            play(harness, 0, 100, "a");
            harness.operator().drain();
            long rows = harness.operator().counts().rows(1);
            harness.change(models.announce("first", "*", TINY))
                    .change(models.announce(
                            "second", "*", "local-attention", shipped("local-attention", Map.of("version", "2"))));
            play(harness, 100, 130, "a");
            harness.operator().drain();
            assertThat(OnnxModel.loaded()).isEqualTo(running + 2);
            assertThat(harness.operator().counts().rows(1))
                    .as("rows of the new memory")
                    .isEqualTo(30);
            harness.change(models.removal("first")).change(models.removal("second"));
            play(harness, 130, 300, "a");

            assertThat(rows).isEqualTo(64);
            assertThat(models(harness, "a", 100, 130)).containsOnly("tiny-1+local-attention-2");
            assertThat(models(harness, "a", 130, 300)).containsOnly("lstm-1+local-attention-1");
            assertThat(expected(harness, "a", 130))
                    .as("of the simple forecasts")
                    .isFinite();
            assertThat(expected(harness, "a", 130 + Series.SETTLING)).isFinite();
            assertThat(OnnxModel.loaded()).as("closed").isEqualTo(running);
            assertThat(harness.operator().counts().rows(1)).isEqualTo(64);
        }
        assertThat(OnnxModel.loaded()).isEqualTo(loaded);
    }

    @Test
    void aModelThatDoesNotFitIsRefusedAndTheOldOneGoesOn() throws Exception {
        List<Announcement> broken = List.of(
                models.announcement("gone", "*", "lstm", "tiny-1", folder.resolve("absent.onnx"), "0".repeat(64)),
                models.announcement("other-bytes", "*", "lstm", "tiny-1", models.write(TINY.bytes()), "0".repeat(64)),
                models.announcement("no-model", "*", "lstm", "tiny-1", new byte[] {1, 2, 3}),
                models.announcement("other-name", "*", "lstm", "tiny-2", TINY.bytes()),
                models.announcement(
                        "other-input",
                        "*",
                        "lstm",
                        "tiny-1",
                        TINY.with("input", "channel-9/1").bytes()),
                models.announcement(
                        "no-numbers",
                        "*",
                        "lstm",
                        "tiny-1",
                        TINY.drifting(Double.NaN).bytes()),
                models.announcement(
                        "no-scale", "*", "lstm", "tiny-1", TINY.scaled(0).bytes()),
                models.announcement("other-cell", "*", "local-attention", "tiny-1", TINY.bytes()),
                models.announcement("no-cell", "*", "gru", "tiny-1", TINY.bytes()));
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"));
                ControlledHarness plain = start(Backend.HEAP, spec("lstm"))) {
            for (int i = 0; i < broken.size(); i++) {
                play(harness, 10 * i, 10 * i + 10, "a");
                harness.change(models.change(broken.get(i)));
            }
            play(harness, 10 * broken.size(), 200, "a");
            play(plain, 0, 200, "a");

            assertThat(harness.scores()).isEqualTo(plain.scores());
            assertThat(harness.metrics().value("numModelsRefused")).isEqualTo(broken.size());
            assertThat(harness.metrics().value("numModelSwaps")).isZero();
            assertThat(harness.rejections()).extracting(Rejection::reason).containsOnly(Rejection.Reason.CONTROL);
            assertThat(harness.rejections())
                    .extracting(Rejection::message)
                    .satisfiesExactly(
                            gone -> assertThat(gone).contains("absent.onnx", "cannot be read"),
                            bytes -> assertThat(bytes).contains("0".repeat(64), sha256(TINY.bytes())),
                            text -> assertThat(text).contains("3 bytes", "ONNX"),
                            name -> assertThat(name).contains("tiny-1", "tiny-2"),
                            input -> assertThat(input).contains("channel-9/1", "channel-14/1"),
                            nan -> assertThat(nan).contains("NaN"),
                            scale -> assertThat(scale).contains("scale above zero"),
                            cell -> assertThat(cell).contains("[lstm]", "local-attention"),
                            cell -> assertThat(cell).contains("[lstm]", "gru"));
        }
    }

    /** Flink keeps a metric until its job ends, and a job sees many models in its life. */
    @Test
    void soManyModelsHaveMetricsOfTheirOwnAndNoMore() throws Exception {
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"))) {
            for (int version = 2; version < SequenceMetrics.MOST_ANNOUNCED + 10; version++) {
                harness.change(models.announce("new", "*", TinyModel.of("tiny", "" + version, 8)));
            }

            assertThat(harness.metrics().value("numModelSwaps")).isEqualTo(SequenceMetrics.MOST_ANNOUNCED + 8);
            assertThat(harness.metrics().matching("model\\.tiny-\\d+\\..*info"))
                    .isEqualTo(SequenceMetrics.MOST_ANNOUNCED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void scoresTheSameWhateverTheWaveSize(int size) throws Exception {
        String[] names = {"a", "b1", "b2", "c"};
        byte[] other = shipped("self-attention-rnn", Map.of("version", "2"));
        List<List<Score>> found = new ArrayList<>();
        for (int wave : new int[] {7, size}) {
            FlowSpec spec = spec(wave, "lstm", "self-attention-rnn");
            try (ControlledHarness harness = start(Backend.HEAP, spec)) {
                play(harness, 0, 50, names);
                harness.change(models.announce("tiny", "b*", TINY))
                        .change(models.announce("other", "b1", "self-attention-rnn", other))
                        .change(models.announce("rest", "?", TinyModel.of("tiny", "2", 8)));
                play(harness, 50, 150, names);
                found.add(scores(harness, "b1"));
                found.add(scores(harness, "c"));
                assertThat(models(harness, "b1", 50, 150)).containsOnly("tiny-1+self-attention-rnn-2");
                assertThat(models(harness, "b2", 50, 150)).containsOnly("tiny-1+self-attention-rnn-1");
                assertThat(models(harness, "c", 50, 150)).containsOnly("tiny-2+self-attention-rnn-1");
            }
        }

        assertThat(found.get(2)).isEqualTo(found.get(0));
        assertThat(found.get(3)).isEqualTo(found.get(1));
    }

    @Test
    void refusesMoreModelsThanItsLimit() throws Exception {
        Announcement first = models.tiny("first", "a", TINY);
        Announcement second = models.tiny("second", "b", TINY);
        ControlLimits one = new ControlLimits(10, 10, 1);
        try (ControlledHarness harness = new ControlledHarness(spec("lstm"), held(first, second), one, null)) {
            harness.clock(1);
            play(harness, 0, 10, "a", "b");

            assertThat(harness.rejections())
                    .singleElement()
                    .satisfies(rejection -> assertThat(rejection.message())
                            .startsWith("The job follows 1 models already. Remove some, or raise control.max-models"));
            assertThat(models(harness, "b", 0, 10)).containsOnly("lstm-1");
        }
    }
}
