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
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An optimization changes no bit of any score. Without a network, since the last bits of what networks compute depend on
 * the processor. Who changes detection or forecasts on purpose replaces the digests by those that the failure shows.
 */
class ScoresDigestTest {

    private static final int RECORDS = 3_000;
    private static final long INTERVAL = 600_000;

    @ParameterizedTest(name = "{0} features")
    @CsvSource({"1, 306b0258", "3, ca3eb844"})
    void isWhatItWas(int features, String digest) {
        Digest found = new Digest();
        for (Shape shape : Shape.values()) {
            found.add(shape, features, Scripts.spec(OrderSpec.DEFAULT, 1));
        }

        assertThat(found.alerts).isGreaterThan(5);
        assertThat(found.hex()).isEqualTo(digest);
    }

    /** What series look like, by record and feature. */
    private enum Shape {
        NOISE {
            @Override
            double at(int record, int feature, Random random) {
                return 5 * feature + random.nextGaussian();
            }
        },
        DAYS {
            @Override
            double at(int record, int feature, Random random) {
                double spike = random.nextInt(300) == 0 ? 4 : 0;
                return Math.sin(2 * Math.PI * record / 144 + feature) + 0.1 * random.nextGaussian() + spike;
            }
        },
        STEPS {
            @Override
            double at(int record, int feature, Random random) {
                return 1e6 * (record / 900) + 1e3 * random.nextInt(3);
            }
        },
        HEAVY_TAILS {
            @Override
            double at(int record, int feature, Random random) {
                return Math.exp(3 * random.nextGaussian());
            }
        },
        MOSTLY_STILL {
            @Override
            double at(int record, int feature, Random random) {
                return random.nextInt(40) == 0 ? random.nextInt(5) : 0;
            }
        },
        COUNTER {
            @Override
            double at(int record, int feature, Random random) {
                return record % 1_000 * 7.0 + random.nextInt(5);
            }
        },
        OUTAGES {
            @Override
            double at(int record, int feature, Random random) {
                return record % 1_100 > 1_000 ? 0 : 100 + 10 * random.nextGaussian();
            }
        },
        WITH_HOLES {
            @Override
            double at(int record, int feature, Random random) {
                return random.nextInt(10) == 0 ? Double.NaN : feature + random.nextGaussian();
            }
        };

        abstract double at(int record, int feature, Random random);

        private Observation record(int record, int features, Random random) {
            double[] values = new double[features];
            for (int feature = 0; feature < features; feature++) {
                values[feature] = at(record, feature, random);
            }
            long pause = record > RECORDS / 2 ? 86_400_000 : 0;
            return new Observation(
                    name(),
                    record * INTERVAL + pause,
                    new Features(
                            IntStream.range(0, features).mapToObj(f -> "f" + f).toList()),
                    Values.of(values),
                    new Origin("test", 0, record),
                    Payload.NONE);
        }
    }

    private static final class Digest {

        private final CRC32C sum = new CRC32C();
        private int alerts;

        void add(Shape shape, int features, FlowSpec spec) {
            Random random = new Random(shape.ordinal());
            try (Living series = new Living(spec)) {
                for (int record = 0; record < RECORDS; record++) {
                    add(series.live(shape.record(record, features, random)));
                }
                add(series.alerts());
                alerts += series.alerts().size();
            }
        }

        private void add(Score score) {
            add(score.score());
            add(score.severity());
            add(List.of(score.anomaly(), score.status(), score.confidence()));
            for (FeatureScore feature : score.features()) {
                add(feature.expected());
                add(feature.lower());
                add(feature.upper());
                add(feature.contribution());
            }
        }

        private void add(double number) {
            long bits = Double.doubleToLongBits(number);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                sum.update((int) (bits >>> shift));
            }
        }

        private void add(List<?> words) {
            sum.update(words.toString().getBytes(StandardCharsets.UTF_8));
        }

        String hex() {
            return HexFormat.of().toHexDigits((int) sum.getValue());
        }
    }
}
