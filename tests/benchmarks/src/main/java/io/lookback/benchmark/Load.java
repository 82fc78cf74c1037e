package io.lookback.benchmark;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.flow.DomainTypes;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Records of many series in a scrambled, repeatable order: each series has about one record a minute of event time.
 *
 * @param records in all, of which the first quarter is not measured
 */
record Load(int series, long records) implements GeneratorFunction<Long, Observation> {

    static final int FEWEST = 4;
    static final Features FEATURES = Features.of("value");
    private static final long START = 1_700_000_000_000L;
    private static final double MINUTE = 60_000;
    private static final double HOUR = 60 * MINUTE;

    Load {
        if (series < 1 || records < FEWEST) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d records of %d series: give %d or more of 1 or more", records, series, FEWEST));
        }
    }

    DataStream<Observation> into(StreamExecutionEnvironment environment) {
        DataGeneratorSource<Observation> source = new DataGeneratorSource<>(this, records, DomainTypes.OBSERVATION);
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), "Generate");
    }

    long measuredFrom() {
        return records / 4;
    }

    @Override
    public Observation map(Long index) {
        long scrambled = scramble(index);
        long time = START + (long) (index * MINUTE / series);
        double noise = (scrambled >>> 40) * 0x1p-24;
        return new Observation(
                "series-" + Math.floorMod(scrambled, series),
                time,
                FEATURES,
                Values.of(10 * Math.sin(time / HOUR) + noise),
                new Origin("generated", 0, index),
                Payload.NONE);
    }

    /** The output function of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long scramble(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
