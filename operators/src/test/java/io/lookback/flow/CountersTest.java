package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.normalize.RawCounter;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.Counters;
import io.lookback.series.StepOutput;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final long START = 1_700_000_000_000L;
    private static final Features NAMES = Features.of("requests_total", "cpu");

    private final Kept kept = new Kept();

    @Test
    void scoresTheRatePerSecondOfACounterAndOtherValuesAsTheyAre() {
        live("*_total", new double[] {100, 5}, new double[] {160, 5}, new double[] {160, 6});

        assertThat(kept.values(0)).containsExactly(Double.NaN, 6.0, 0.0);
        assertThat(kept.values(1)).containsExactly(5.0, 5.0, 6.0);
    }

    @Test
    void takesAResetForNothingThatHappened() {
        live("requests_total", new double[] {100, 5}, new double[] {200, 5}, new double[] {30, 5}, new double[] {130, 5
        });

        assertThat(kept.values(0)).containsExactly(Double.NaN, 10.0, Double.NaN, 10.0);
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "a counter that climbs by more than the largest number",
            outcome = "no rate; the stream goes on")
    void aRateBeyondEveryNumberIsNone() {
        live("*_total", new double[] {-1.7e308, 5}, new double[] {1.7e308, 5}, new double[] {1.7e308, 6});

        assertThat(kept.values(0)).containsExactly(Double.NaN, Double.NaN, 0.0);
    }

    @Test
    void saysOnceOfAValueThatClimbsForLongThatItMayBeACounter() {
        double[][] climbing = new double[3 * RawCounter.TELLING][];
        for (int i = 0; i < climbing.length; i++) {
            climbing[i] = new double[] {7 * i, i % 9};
        }

        live("", climbing);

        assertThat(kept.climbing).containsExactly("s requests_total");
    }

    @Test
    void saysNothingOfADeclaredCounter() {
        double[][] climbing = new double[2 * RawCounter.TELLING][];
        for (int i = 0; i < climbing.length; i++) {
            climbing[i] = new double[] {7 * i, i % 9};
        }

        live("requests*", climbing);

        assertThat(kept.climbing).isEmpty();
    }

    @Test
    void givesTheSameRatesWhenItCrashesAfterEachRecord() throws Exception {
        FlowSpec spec = spec("memory");
        var script = Scripts.script(spec, Scripts.items(1, 5, 120));

        Outcome<Score> uninterrupted = script.replay(Backend.HEAP, CrashMode.never());
        Outcome<Score> crashed = script.replay(Backend.ROCKSDB, CrashMode.afterEachItem());

        assertThat(rates(crashed)).isEqualTo(rates(uninterrupted));
        assertThat(rates(uninterrupted).stream().filter(rate -> !rate.endsWith("NaN")))
                .hasSizeGreaterThan(10);
    }

    private static List<String> rates(Outcome<Score> outcome) {
        return outcome.main().stream()
                .map(Score::observation)
                .filter(observation -> observation.features().equals(Scripts.TWO))
                .map(observation ->
                        observation.origin().id() + ' ' + observation.values().at(1))
                .sorted()
                .toList();
    }

    private void live(String pattern, double[]... records) {
        try (SeriesLife life = new SeriesLife(spec(pattern), kept)) {
            for (int i = 0; i < records.length; i++) {
                life.live(new Observation(
                        "s", START + 10_000L * i, NAMES, Values.of(records[i]), new Origin("t", 0, i), Payload.NONE));
            }
        }
    }

    private static FlowSpec spec(String pattern) {
        FlowSpec plain = Scripts.spec(OrderSpec.DEFAULT, 1);
        return plain.toBuilder()
                .device(Device.CPU)
                .counters(pattern.isEmpty() ? Counters.NONE : new Counters(List.of(pattern)))
                .build();
    }

    private static final class Kept implements StepOutput {

        private final List<Score> scores = new ArrayList<>();
        private final List<String> climbing = new ArrayList<>();

        List<Double> values(int feature) {
            return scores.stream()
                    .map(score -> score.observation().values().at(feature))
                    .toList();
        }

        @Override
        public void score(Score score) {
            scores.add(score);
        }

        @Override
        public void climbs(String series, String feature) {
            climbing.add(series + ' ' + feature);
        }

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new AssertionError(rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
