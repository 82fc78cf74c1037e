package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Item;
import io.lookback.testkit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series whose records do not all carry the same features. */
@Tag("slow")
class FeatureGrowthTest {

    private static final String LSTM = "lstm";

    private final List<Item<Observation>> items = new ArrayList<>();

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "first record of a series has one of three fields",
            outcome = "all records scored, flag FEATURES_GREW once")
    void anIncompleteFirstRecordLosesNoneOfThoseAfterIt() throws Exception {
        add(Map.of("usage", 0.0));
        for (int i = 1; i < 200; i++) {
            add(Map.of("usage", i % 7.0, "iowait", i % 3.0, "steal", 0.0));
        }

        List<Score> scores = replay(spec(100)).main();

        assertThat(scores).hasSize(200);
        assertThat(scores.get(1).flags()).containsExactly(Flag.FEATURES_GREW);
        assertThat(scores.get(199).observation().features()).isEqualTo(Features.of("usage", "iowait", "steal"));
        assertThat(scores.subList(2, 200)).allMatch(score -> score.flags().isEmpty());
    }

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "new field after 200 records",
            outcome = "all records scored; the state of the other field is kept")
    void aNewFeatureLeavesWhatIsKnownOfTheOthers() throws Exception {
        for (int i = 0; i < 300; i++) {
            add(i < 200 ? Map.of("cpu", i % 5.0) : Map.of("cpu", i % 5.0, "gpu", 60.0 + i % 4));
        }

        List<Score> scores = replay(spec(100)).main();

        assertThat(scores).hasSize(300);
        Score grown = scores.get(200);
        assertThat(grown.flags()).containsExactly(Flag.FEATURES_GREW);
        assertThat(grown.features()).hasSize(2);
        assertThat(grown.features().get(0).expected())
                .as("forecast of the feature that was there")
                .isFinite();
        assertThat(grown.features().get(1).expected()).isNaN();
        assertThat(grown.confidence()).isGreaterThan(scores.get(199).confidence());
        assertThat(scores.get(299).features().get(1).expected()).isBetween(55.0, 70.0);
    }

    @Test
    void aFeatureThatARecordLacksIsAMissingValue() throws Exception {
        add(Map.of("a", 1.0, "b", 2.0));
        add(Map.of("b", 3.0));

        Score second = replay(spec(100)).main().get(1);

        assertThat(second.flags()).containsExactly(Flag.MISSING);
        assertThat(second.observation().values()).isEqualTo(Values.of(Double.NaN, 3.0));
    }

    @Test
    void aNewFeatureWithoutAValueAddsNothing() throws Exception {
        add(Map.of("a", 1.0));
        add(Map.of("a", 1.0, "b", Double.NaN));

        Score second = replay(spec(100)).main().get(1);

        assertThat(second.flags()).isEmpty();
        assertThat(second.observation().features()).isEqualTo(Features.of("a"));
    }

    @Test
    @FaultCase(
            kind = "Flood",
            input = "features beyond state.max-features",
            outcome = "flag FEATURES_IGNORED; dead letter MISMATCH if no known feature is left")
    void aSeriesGrowsNoFurtherThanItMay() throws Exception {
        add(Map.of("a", 1.0));
        add(Map.of("a", 1.0, "b", 2.0, "c", 3.0));
        add(Map.of("c", 3.0));

        Outcome<Score> outcome = replay(spec(2));

        assertThat(outcome.main()).hasSize(2);
        assertThat(outcome.main().get(1).flags()).containsExactlyInAnyOrder(Flag.FEATURES_GREW, Flag.FEATURES_IGNORED);
        assertThat(outcome.main().get(1).observation().features()).isEqualTo(Features.of("a", "b"));
        assertThat(outcome.side(Scoring.REJECTIONS)).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo(Rejection.Reason.MISMATCH);
            assertThat(rejection.message()).contains("has 2 features", "[c]", "state.max-features");
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void emitsTheSameWhereverItCrashes(Backend backend) throws Exception {
        for (int i = 0; i < 80; i++) {
            Map<String, Double> values = new TreeMap<>();
            for (int feature = 0; feature < 1 + i / 4; feature++) {
                if ((i + feature) % 6 > 0) {
                    values.put("feature-" + feature, Math.sin(i + feature));
                }
            }
            values.put("always", Math.cos(i));
            add(values);
        }
        FlowSpec spec = spec(100, LSTM, "self-attention-rnn", "local-attention");
        Outcome<Score> uninterrupted = Scripts.script(spec, items).replay(Backend.HEAP, CrashMode.never());

        for (CrashMode mode : List.of(CrashMode.afterEachItem(), CrashMode.atRandom(3))) {
            Outcome<Score> outcome = Scripts.script(spec, items).replay(backend, mode);

            assertThat(outcome.main()).as("crash %s", mode).isEqualTo(uninterrupted.main());
        }
        assertThat(uninterrupted.main()).hasSize(80);
        assertThat(uninterrupted.main().get(79).features()).hasSizeGreaterThan(20);
    }

    private void add(Map<String, Double> values) {
        List<String> names = new ArrayList<>(new TreeMap<>(values).keySet());
        if (names.remove("usage")) {
            names.add(0, "usage");
        }
        long time = 60_000L * items.size();
        Observation observation = new Observation(
                "h",
                time,
                new Features(names),
                Values.of(names.stream().mapToDouble(values::get).toArray()),
                new Origin("topic", 0, items.size()),
                Payload.NONE);
        items.add(Item.record(observation, time));
    }

    private Outcome<Score> replay(FlowSpec spec) throws Exception {
        return Scripts.script(spec, items).replay(Backend.HEAP, CrashMode.never());
    }

    private static FlowSpec spec(int maxFeatures) {
        return spec(maxFeatures, LSTM);
    }

    private static FlowSpec spec(int maxFeatures, String... cells) {
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, 8, cells);
        return usual.toBuilder()
                .retention(new RetentionSpec(Duration.ofDays(30), 1_000, RetentionSpec.OnLimit.REJECT, maxFeatures))
                .build();
    }
}
