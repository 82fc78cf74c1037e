package io.lookback.training.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeriesGeneratorTest {

    private static final int DRAWN = 400;
    private static final Map<Trait, Integer> COUNTS = counts();

    @Test
    void aSeriesDependsOnSeedAndIndexAlone() {
        SeriesGenerator generator = new SeriesGenerator(4);
        generator.draw(0);

        Series after = generator.draw(7).series();
        Series fresh = new SeriesGenerator(4).draw(7).series();
        Series other = new SeriesGenerator(5).draw(7).series();

        assertThat(values(after)).isEqualTo(values(fresh));
        assertThat(times(after)).isEqualTo(times(fresh));
        assertThat(values(other)).isNotEqualTo(values(fresh));
    }

    @ParameterizedTest
    @EnumSource(Trait.class)
    void everyTraitOccursWithoutRulingTheCorpus(Trait trait) {
        assertThat(COUNTS.getOrDefault(trait, 0)).isBetween(DRAWN / 100, DRAWN * 3 / 4);
    }

    @Test
    void intervalsReachFromAMinuteToAnHour() {
        SeriesGenerator generator = new SeriesGenerator(4, 10);

        long[] intervals = IntStream.range(0, DRAWN)
                .mapToObj(index -> generator.draw(index).series())
                .mapToLong(series -> series.time(1) - series.time(0))
                .filter(interval -> interval <= 3_600_000)
                .distinct()
                .sorted()
                .toArray();

        assertThat(intervals).contains(60_000, 300_000, 3_600_000);
    }

    @Test
    void countsAreWholeNumbersAndNotNegative() {
        SeriesGenerator generator = new SeriesGenerator(4, 300);

        double[] values = IntStream.range(0, DRAWN)
                .mapToObj(generator::draw)
                .filter(drawn -> drawn.traits().contains(Trait.COUNTS))
                .flatMapToDouble(drawn -> IntStream.range(0, 300).mapToDouble(drawn.series()::value))
                .toArray();

        assertThat(values).isNotEmpty();
        for (double value : values) {
            assertThat(value).isNotNegative().isEqualTo(Math.rint(value));
        }
    }

    private static Map<Trait, Integer> counts() {
        SeriesGenerator generator = new SeriesGenerator(1, 200);
        Map<Trait, Integer> counts = new EnumMap<>(Trait.class);
        for (int index = 0; index < DRAWN; index++) {
            generator.draw(index).traits().forEach(trait -> counts.merge(trait, 1, Integer::sum));
        }
        return counts;
    }

    private static double[] values(Series series) {
        return IntStream.range(0, series.length()).mapToDouble(series::value).toArray();
    }

    private static long[] times(Series series) {
        return IntStream.range(0, series.length()).mapToLong(series::time).toArray();
    }
}
