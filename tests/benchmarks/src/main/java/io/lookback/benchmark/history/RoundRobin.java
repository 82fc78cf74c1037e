package io.lookback.benchmark.history;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * Records of some series in turn, a record of each a minute: a cache that holds fewer than all, and lets go of the one
 * used longest ago, never holds the next.
 */
record RoundRobin(int series) implements GeneratorFunction<Long, Observation> {

    private static final Features FEATURES = Features.of("value");
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;

    @Override
    public Observation map(Long index) {
        long step = index / series;
        long chosen = index % series;
        double noise = Math.floorMod(index * 0x9E3779B97F4A7C15L >>> 11, 1L << 20) * 0x1p-20;
        return new Observation(
                "series-" + chosen,
                START + step * MINUTE,
                FEATURES,
                Values.of(10 * Math.sin(step / 60.0 + chosen) + noise),
                new Origin("generated", 0, index),
                Payload.NONE);
    }
}
