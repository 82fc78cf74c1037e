package io.lookback.flow;

import static io.lookback.flow.ModelStage.MINUTE;
import static io.lookback.flow.ModelStage.START;
import static io.lookback.flow.ModelStage.expected;
import static io.lookback.flow.ModelStage.flat;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a series remembers when another model takes over. */
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

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aMemoryThatBeginsLaterForecastsOnlyOnceItKnowsEnough(Backend backend) throws Exception {
        try (GuidedHarness harness = start(backend, spec("lstm"))) {
            play(harness, 0, 100, "a");
            harness.change(models.announce("new", "*", TINY.drifting(0.01)));
            play(harness, 100, 200, "a");

            assertThat(expected(harness, "a", 99)).isFinite();
            assertThat(IntStream.range(100, 100 + Series.SETTLING).mapToDouble(step -> expected(harness, "a", step)))
                    .containsOnly(Double.NaN);
            assertThat(IntStream.range(100 + Series.SETTLING, 200).mapToDouble(step -> expected(harness, "a", step)))
                    .allMatch(Double::isFinite);
        }
    }

    @Test
    void itsMemoryTakesInEveryStepMeanwhile() throws Exception {
        try (GuidedHarness harness = start(Backend.HEAP, spec("lstm"))) {
            play(harness, 0, 100, flat(), "a");
            harness.change(models.announce("new", "*", TINY.drifting(0.001)));
            play(harness, 100, 300, flat(), "a");

            double first = expected(harness, "a", 100 + Series.SETTLING) - 8;
            double later = expected(harness, "a", 100 + 2 * Series.SETTLING) - 8;
            assertThat(first).isPositive();
            assertThat(later / first).as("twice as many steps").isCloseTo(2, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "self-attention-rnn", "local-attention"})
    void goesOnWithTheMemoryThatItSaysItCan(String cell) throws Exception {
        byte[] tuned = shipped(cell, Map.of("version", "2", "memory-of", cell + "-1"));
        for (Backend backend : Backend.values()) {
            try (GuidedHarness harness = start(backend, spec(cell));
                    GuidedHarness plain = start(backend, spec(cell))) {
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
        try (GuidedHarness harness = start(Backend.HEAP, spec("lstm", "local-attention"))) {
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
    void forecastsOfAYoungMemoryAlarmOnlyAfterItsSettling() throws Exception {
        CellSpec old = new CellSpec("lstm", models.write(TINY.bytes()).toString());
        TinyModel young = TinyModel.of("tiny", "2", 8);
        Announcement settles = models.tiny("new", "*", young.youngFor(Series.SETTLING, 10));
        Announcement never = models.tiny("new", "*", young.youngFor(10_000, 10));
        long usual = begun(old, null);

        assertThat(begun(old, settles)).isLessThanOrEqualTo(usual);
        assertThat(begun(old, never)).as("why it is needed").isGreaterThan(usual + 2);
    }

    /** Alerts that begin in daily waves with noise after a model came, if one does. */
    private long begun(CellSpec configured, @Nullable Announcement announced) throws Exception {
        int from = 1_000;
        try (GuidedHarness harness = start(Backend.HEAP, ordinary(configured))) {
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

    private static void playOrdinary(GuidedHarness harness, int from, int to) throws Exception {
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
        return new FlowSpec(
                spec.order(),
                spec.wave(),
                List.of(cell),
                spec.history(),
                DetectionSpec.DEFAULT,
                spec.zone(),
                spec.retention());
    }
}
