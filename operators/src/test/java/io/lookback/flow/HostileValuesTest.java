package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of several features with any numbers that a double can hold, and with missing ones. */
class HostileValuesTest {

    private static final double[] HOSTILE = {
        Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e150, -1e38, 1e-300, 0, -0.0, 1, Double.NaN
    };
    private static final Features FEATURES = Features.of("a", "b", "c");
    private static final int RECORDS = 1_500;

    @ParameterizedTest
    @ValueSource(strings = {"", "lookback", "lstm"})
    void areScoredByFiniteNumbers(String cell) {
        String[] cells = cell.isEmpty() ? new String[0] : new String[] {cell};
        Random random = new Random(11);
        try (Living living = new Living(Scripts.spec(OrderSpec.DEFAULT, 1, cells))) {
            for (int i = 0; i < RECORDS; i++) {
                Score score = living.live(record(i, HOSTILE[random.nextInt(HOSTILE.length)], random));
                assertThat(score.score()).isBetween(0.0, 1.0);
                assertThat(score.severity()).isBetween(0.0, 1.0);
                for (FeatureScore feature : score.features()) {
                    assertThat(feature.expected()).isNotIn(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
                    assertThat(feature.lower()).isNotIn(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
                    assertThat(feature.upper()).isNotIn(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
                }
            }
            Score last = living.live(record(RECORDS, 1, random));
            for (FeatureScore feature : last.features()) {
                assertThat(feature.expected()).isFinite();
            }
        }
    }

    /** The first value, and two drawn ones. */
    private static Observation record(int i, double first, Random random) {
        Values values = i == RECORDS
                ? Values.of(1, 1, 1)
                : Values.of(first, HOSTILE[random.nextInt(HOSTILE.length)], HOSTILE[random.nextInt(HOSTILE.length)]);
        return new Observation("s", i * 60_000L, FEATURES, values, new Origin("topic", 0, i), Payload.NONE);
    }
}
