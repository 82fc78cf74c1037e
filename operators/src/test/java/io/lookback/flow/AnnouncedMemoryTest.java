package io.lookback.flow;

import static io.lookback.flow.ModelStage.MINUTE;
import static io.lookback.flow.ModelStage.START;
import static io.lookback.flow.ModelStage.expected;
import static io.lookback.flow.ModelStage.models;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.shipped;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static io.lookback.flow.ModelStage.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.CellSpec;
import io.lookback.control.Announcement;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.series.Series;
import io.lookback.testkit.Backend;
import io.lookback.testkit.TinyModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a series remembers when another model takes over. */
@Tag("slow")
class AnnouncedMemoryTest {

    private static final int ORDINARY = 12;
    private static final TinyModel TINY = TinyModel.of("tiny", "1", 8);

    @TempDir
    private Path folder;

    private ModelStage models;

    @BeforeEach
    void stage() {
        models = new ModelStage(folder);
    }

    /** Two models that forecast differently: only once their memory is settled does it matter which of them runs. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aMemoryThatBeginsLaterForecastsOnlyOnceItKnowsEnough(Backend backend) throws Exception {
        double[] one = announcedAt100(backend, TINY.drifting(0.01));
        double[] other = announcedAt100(backend, TINY.drifting(0.5));

        assertThat(Arrays.copyOfRange(one, 99, 100 + Series.SETTLING))
                .containsExactly(Arrays.copyOfRange(other, 99, 100 + Series.SETTLING));
        assertThat(IntStream.range(100 + Series.SETTLING, 200)).allMatch(step -> one[step] != other[step]);
        assertThat(IntStream.range(99, 200)).allMatch(step -> Double.isFinite(one[step]));
    }

    /**
     * After n steps one model is off by .001 n, the other by .128 - .001 n: by the same after 64 steps, and by no other
     * number of them.
     */
    @Test
    void itsMemoryTakesInEveryStepMeanwhile() throws Exception {
        double[] rising = announcedAt100(Backend.HEAP, TINY.drifting(0.001));
        double[] falling = announcedAt100(Backend.HEAP, TINY.youngFor(128, 0.128));

        int settled = 100 + Series.SETTLING;
        assertThat(Series.SETTLING).isEqualTo(64);
        assertThat(rising[settled]).isCloseTo(falling[settled], within(1e-4));
        assertThat(rising[settled + 16]).isGreaterThan(falling[settled + 16] + 1e-3);
    }

    /** What is expected of each of 200 steps, the model being announced after 100. */
    private double[] announcedAt100(Backend backend, TinyModel model) throws Exception {
        try (ControlledHarness harness = start(backend, spec("lstm"))) {
            play(harness, 0, 100, "a");
            harness.change(models.announce("new", "*", model));
            play(harness, 100, 200, "a");

            return IntStream.range(0, 200)
                    .mapToDouble(step -> expected(harness, "a", step))
                    .toArray();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "self-attention-rnn", "local-attention"})
    void goesOnWithTheMemoryThatItSaysItCan(String cell) throws Exception {
        byte[] tuned = shipped(cell, Map.of("version", "2", "memory-of", cell + "-1"));
        for (Backend backend : Backend.values()) {
            try (ControlledHarness harness = start(backend, spec(cell));
                    ControlledHarness plain = start(backend, spec(cell))) {
                play(harness, 0, 100, "a", "b");
                harness.change(models.announce("new", "*", cell, tuned));
                play(harness, 100, 200, "a", "b");
                play(plain, 0, 200, "a", "b");

                assertThat(models(harness, "a", 100, 200)).containsOnly(cell + "-2");
                assertThat(unsigned(harness.scores())).isEqualTo(unsigned(plain.scores()));
                assertThat(harness.alerts()).isEqualTo(plain.alerts());
            }
        }
    }

    @Test
    void aCellBesideItForecastsMeanwhile() throws Exception {
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm", "local-attention"))) {
            play(harness, 0, 100, "a");
            harness.change(models.announce("new", "*", TINY));
            play(harness, 100, 110, "a");

            assertThat(expected(harness, "a", 100)).isFinite();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "self-attention-rnn", "local-attention"})
    void noOrdinarySeriesAlarmsBecauseAMemoryBegins(String cell) throws Exception {
        Announcement fresh = models.shipped("new", "*", cell, Map.of("version", "2"));

        assertThat(begun(CellSpec.shipped(cell), fresh)).isLessThanOrEqualTo(begun(CellSpec.shipped(cell), null));
    }

    @Test
    void noForecastOfAYoungMemoryAlarms() throws Exception {
        CellSpec old = new CellSpec("lstm", models.write(TINY.bytes()).toString());
        TinyModel young = TinyModel.of("tiny", "2", 8);
        Announcement settles = models.tiny("new", "*", young.youngFor(Series.SETTLING, 10));
        Announcement never = models.tiny("new", "*", young.youngFor(10_000, 10));
        long usual = begun(old, null);

        assertThat(begun(old, settles)).isLessThanOrEqualTo(usual);
        assertThat(begun(old, never)).as("one that stays wrong loses its say").isLessThanOrEqualTo(usual);
    }

    /** Alerts that begin in daily waves with noise after a model came, if one does. */
    private long begun(CellSpec configured, @Nullable Announcement announced) throws Exception {
        int from = 1_000;
        try (ControlledHarness harness = start(Backend.HEAP, ordinary(configured))) {
            playOrdinary(harness, 0, from);
            if (announced != null) {
                harness.change(models.change(announced));
            }
            playOrdinary(harness, from, from + 300);
            return harness.alerts().stream()
                    .filter(alert -> alert.phase() == Alert.Phase.BEGIN && alert.peak() >= START + 15 * MINUTE * from)
                    .count();
        }
    }

    private static void playOrdinary(ControlledHarness harness, int from, int to) throws Exception {
        for (int step = from; step < to; step++) {
            for (int series = 0; series < ORDINARY; series++) {
                double noise = new Random(31L * step + series).nextGaussian();
                double value = 50 + (5 + 3 * series) * Math.sin(step * Math.PI / 48) + (1 + series % 3) * noise;
                long time = START + 15 * MINUTE * step;
                harness.record(Scripts.at("o" + series, time, value, (long) step * ORDINARY + series));
            }
        }
    }

    /** As a job is that nobody has tuned. */
    private static FlowSpec ordinary(CellSpec cell) {
        FlowSpec spec = spec(ORDINARY, "lstm");
        return spec.toBuilder()
                .cells(List.of(cell))
                .detection(DetectionSpec.DEFAULT)
                .build();
    }
}
