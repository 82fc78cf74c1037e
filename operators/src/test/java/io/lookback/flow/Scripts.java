package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.memory.HistoryBound;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import io.lookback.testkit.OperatorScript;
import io.lookback.testkit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;

/** Scripts for the scoring operator, and the specs they run under. */
final class Scripts {

    static final Features ONE = Features.of("value");
    static final Features TWO = Features.of("cpu", "memory");

    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;

    private Scripts() {}

    static FlowSpec spec(OrderSpec order, int waveSize, String... cells) {
        List<CellSpec> specs = new ArrayList<>();
        for (String cell : cells) {
            specs.add(CellSpec.shipped(cell));
        }
        return FlowSpec.builder()
                .order(order)
                .wave(new WaveSpec(waveSize, Duration.ofMillis(5)))
                .cells(specs)
                .history(new HistorySpec(HistoryBound.sliding(96), 4 << 20, 3))
                .build();
    }

    static OperatorScript<String, Observation, Score> script(FlowSpec spec, List<Item<Observation>> items) {
        SequenceOperatorFactory factory = new SequenceOperatorFactory(spec);
        return new OperatorScript<>(
                () -> factory, Observation::series, Types.STRING, List.of(Scoring.ALERTS, Scoring.REJECTIONS), items);
    }

    /** Records of several series, equally many of each, one of each series after the other. */
    static List<Item<Observation>> inTurn(List<List<Observation>> series) {
        List<Item<Observation>> items = new ArrayList<>();
        for (int i = 0; i < series.get(0).size(); i++) {
            for (List<Observation> records : series) {
                items.add(Item.record(records.get(i), records.get(i).time()));
            }
        }
        return items;
    }

    /** The scores of each series in their order: that of different series depends on the waves. */
    static Map<String, List<Score>> bySeries(Outcome<Score> outcome) {
        return outcome.main().stream()
                .collect(Collectors.groupingBy(score -> score.observation().series()));
    }

    /** Runs the records one by one, in waves, and with crashes. */
    static void assertSameScoresInAnyWaves(List<Item<Observation>> items, SpecOfWave spec) throws Exception {
        Map<String, List<Score>> alone = bySeries(script(spec.of(1), items).replay(Backend.HEAP, CrashMode.never()));

        assertThat(bySeries(script(spec.of(7), items).replay(Backend.HEAP, CrashMode.never())))
                .isEqualTo(alone);
        assertThat(bySeries(script(spec.of(64), items).replay(Backend.HEAP, CrashMode.never())))
                .isEqualTo(alone);
        assertThat(bySeries(script(spec.of(64), items).replay(Backend.HEAP, CrashMode.atRandom(3))))
                .isEqualTo(alone);
    }

    /** A job with waves of a size. */
    interface SpecOfWave {

        FlowSpec of(int waveSize) throws Exception;
    }

    /** Records of several series, interleaved at random, with watermarks and clock ticks between them. */
    static List<Item<Observation>> items(long seed, int series, int records) {
        Random random = new Random(seed);
        List<Item<Observation>> items = new ArrayList<>();
        long[] steps = new long[series];
        long clock = 0;
        for (int i = 0; i < records; i++) {
            int chosen = random.nextInt(series);
            long time = START + MINUTE * steps[chosen]++;
            items.add(Item.record(observation(chosen, time, i, random), time));
            if (random.nextInt(10) == 0) {
                items.add(Item.watermark(time - 30 * MINUTE));
            }
            if (random.nextInt(15) == 0) {
                clock += 3;
                items.add(Item.clock(clock));
            }
        }
        return items;
    }

    static Observation observation(int series, long time, long offset, Random random) {
        double wave = Math.sin(time / (20.0 * MINUTE)) * 10;
        double spike = random.nextInt(60) == 0 ? 80 : 0;
        boolean two = series % 2 == 1;
        double memory = random.nextInt(20) == 0 ? Double.NaN : 5 + random.nextGaussian();
        return new Observation(
                "series-" + series,
                time,
                two ? TWO : ONE,
                two ? Values.of(wave + spike + random.nextGaussian(), memory) : Values.of(wave + spike),
                new Origin("topic", 0, offset),
                Payload.NONE);
    }

    static Observation at(String series, long time, double value, long offset) {
        return new Observation(series, time, ONE, Values.of(value), new Origin("topic", 0, offset), Payload.NONE);
    }
}
