package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heap state keeps a copy for a snapshot that is being written while the series goes on. */
@Tag("slow")
class SeriesCopyTest {

    private static final FlowSpec SPEC = Scripts.spec(OrderSpec.DEFAULT, 1, "lstm");
    private static final SeriesLayout LAYOUT = SPEC.series().layout();
    private static final SeriesSerializer SERIALIZER = new SeriesSerializer(LAYOUT);
    /** So short a day that warm-up ends, alerts begin and more peaks come than are kept. */
    private static final long HOUR = 3_600_000;

    private static final int RECORDS = 1_500;

    @ParameterizedTest(name = "{0} features")
    @ValueSource(ints = {1, 3})
    void goesItsOwnWay(int features) throws IOException {
        try (Living original = new Living(SPEC);
                Living other = new Living(SPEC)) {
            Random random = new Random(features);
            original.live(observation(features, 0, random));
            for (int record = 1; record < RECORDS; record++) {
                Observation next = observation(features, record, random);
                if (record % 40 == 0) {
                    original.series().silence().lookForAt(record);
                } else if (record % 40 == 1) {
                    original.series().silence().begin();
                }
                byte[] state = bytes(original.series());

                Series copy = SERIALIZER.copy(original.series());
                assertThat(bytes(copy)).isEqualTo(state);

                other.become(copy);
                Score found = other.live(next);
                assertThat(bytes(original.series())).isEqualTo(state);

                assertThat(original.live(next)).isEqualTo(found);
                assertThat(bytes(original.series())).isEqualTo(bytes(other.series()));
            }
        }
    }

    private static Observation observation(int features, int record, Random random) {
        double[] values = new double[features];
        for (int feature = 0; feature < features; feature++) {
            double jump = random.nextInt(100) == 0 ? 50 : 0;
            values[feature] = random.nextInt(20) == 0 && features > 1
                    ? Double.NaN
                    : Math.sin(record / 30.0 + feature) + 0.2 * random.nextGaussian() + jump;
        }
        return new Observation(
                "copied",
                (record + (record > RECORDS / 2 ? 10_000L : 0)) * HOUR,
                new Features(IntStream.range(0, features).mapToObj(f -> "f" + f).toList()),
                Values.of(values),
                new Origin("test", 0, record),
                Payload.NONE);
    }

    private static byte[] bytes(Series series) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        SERIALIZER.serialize(series, out);
        return out.getCopyOfBuffer();
    }
}
