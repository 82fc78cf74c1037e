package io.lookback.flow;

import static io.lookback.flow.ModelStage.held;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.records;
import static io.lookback.flow.ModelStage.restore;
import static io.lookback.flow.ModelStage.sha256;
import static io.lookback.flow.ModelStage.shipped;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static io.lookback.flow.ModelStage.waves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.control.Announcement;
import io.lookback.control.ControlLimits;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.testkit.Backend;
import io.lookback.testkit.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Announced models across restarts and rescales. */
class AnnouncedModelsRestartTest {

    private static final TinyModel TINY = TinyModel.of("tiny", "1", 8);

    @TempDir
    private Path folder;

    private ModelStage models;

    @BeforeEach
    void stage() {
        models = new ModelStage(folder);
    }

    @Test
    void aBrokenSuccessorLeavesTheModelBeforeItInForceAcrossARestart() throws Exception {
        Announcement good = models.tiny("new", "*", TINY);
        Announcement bad = models.announcement("new", "*", "lstm", "tiny-2", TINY.bytes());
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"), good)) {
            play(harness, 0, 100, "a");
            harness.change(models.change(bad));
            state = harness.snapshot();
        }

        try (ControlledHarness harness = restore(Backend.HEAP, spec("lstm"), state, bad)) {
            harness.clock(1);
            play(harness, 100, 110, "a");

            assertThat(harness.scores()).extracting(Score::model).containsOnly("tiny-1");
            assertThat(harness.rejections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void scoresTheSameAcrossARestart(Backend backend) throws Exception {
        FlowSpec spec = spec("lstm", "self-attention-rnn", "local-attention");
        Announcement tiny = models.tiny("tiny", "a*", TINY);
        Announcement window = models.announcement(
                "window",
                "*",
                "local-attention",
                "local-attention-2",
                shipped("local-attention", Map.of("version", "2")));
        List<Score> whole;
        try (ControlledHarness harness = start(backend, spec)) {
            play(harness, 0, 90, "a", "b");
            harness.change(models.change(tiny)).change(models.change(window));
            play(harness, 90, 250, "a", "b");
            whole = harness.scores();
        }
        for (int cut : List.of(91, 120, 200)) {
            OperatorSubtaskState state;
            List<Score> scores;
            try (ControlledHarness harness = start(backend, spec)) {
                play(harness, 0, 90, "a", "b");
                harness.change(models.change(tiny)).change(models.change(window));
                play(harness, 90, cut, "a", "b");
                scores = new ArrayList<>(harness.scores());
                state = harness.snapshot();
            }
            try (ControlledHarness harness = restore(backend, spec, state, tiny, window)) {
                play(harness, cut, 250, "a", "b");
                scores.addAll(harness.scores());
            }

            assertThat(scores).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void scoresTheSameAfterARescale(Backend backend) throws Exception {
        FlowSpec spec = spec("lstm", "local-attention");
        Announcement tiny = models.tiny("tiny", "b*", TINY);
        String[] names = {"a", "b1", "b2", "c", "d"};
        OperatorSubtaskState state;
        List<Score> whole;
        try (ControlledHarness harness = start(backend, spec, tiny)) {
            play(harness, 0, 100, names);
            state = harness.snapshot();
            play(harness, 100, 150, names);
            whole = harness.scores().subList(100 * names.length, 150 * names.length);
        }

        List<Score> scores = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            var part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    state, ControlledHarness.GROUPS, 1, 2, subtask);
            try (ControlledHarness harness = new ControlledHarness(
                    spec, held(tiny), ControlLimits.DEFAULT, part, new Place(backend, 2, subtask))) {
                for (Observation observation : records(100, 150, waves(), names)) {
                    if (harness.owns(observation.series())) {
                        harness.record(observation);
                    }
                }
                scores.addAll(harness.scores());
            }
        }

        assertThat(scores).containsExactlyInAnyOrderElementsOf(whole);
    }

    @Test
    void aFileThatIsGoneOrChangedStopsTheJobThatUsedIt() throws Exception {
        Path file = models.write(TINY.bytes());
        Announcement tiny = models.announcement("tiny", "*", "lstm", "tiny-1", file, sha256(TINY.bytes()));
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"), tiny)) {
            state = harness.snapshot();
        }

        byte[] other = TINY.drifting(1).bytes();
        Files.write(file, other);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> restore(Backend.HEAP, spec("lstm"), state, tiny).close())
                .withMessageContaining(file.toString())
                .withMessageContaining(sha256(TINY.bytes()))
                .withMessageContaining(sha256(other))
                .withMessageContaining("lookback models remove tiny");

        Files.delete(file);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> restore(Backend.HEAP, spec("lstm"), state, tiny).close())
                .withMessageContaining(file.toString())
                .withMessageContaining("cannot be read");
        try (ControlledHarness harness = restore(Backend.HEAP, spec("lstm"), state)) {
            play(harness, 0, 10, "a");
            assertThat(harness.scores())
                    .as("taken back")
                    .extracting(Score::model)
                    .containsOnly("lstm-1");
        }
    }
}
