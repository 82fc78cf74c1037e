package io.lookback.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeneratedReplayTest {

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        List<DemoRecord> first = records(7, 600, 1);

        assertThat(records(7, 600, 1)).isEqualTo(first);
        assertThat(records(8, 600, 1)).isNotEqualTo(first);
    }

    @Test
    void givesEverySeriesOneRecordAStepInTheOrderOfTime() {
        List<DemoRecord> records = records(1, 300, 2);

        assertThat(records).hasSize(600 * DemoSeries.ALL.size());
        assertThat(records).extracting(DemoRecord::time).isSorted();
        Set<String> distinct = new HashSet<>();
        assertThat(records).allMatch(record -> distinct.add(record.series() + '@' + record.time()));
        assertThat(records)
                .allMatch(record -> record.values().size() == record.features().size());
    }

    @Test
    void labelsStretchesOutsideTheHealthyBeginning() {
        GeneratedReplay replay = new GeneratedReplay(1, 3000, 1);
        replay.forEachRemaining(record -> {});

        List<Label> labels = replay.labels();

        long settled = GeneratedReplay.BEGIN
                .plus(GeneratedReplay.INTERVAL.multipliedBy(1000))
                .toEpochMilli();
        long end = GeneratedReplay.BEGIN
                .plus(GeneratedReplay.INTERVAL.multipliedBy(3000))
                .toEpochMilli();
        assertThat(labels).hasSize(2 * DemoSeries.ALL.size());
        assertThat(labels).allMatch(label -> label.begin() >= settled && label.end() < end);
        assertThat(labels)
                .extracting(Label::kind)
                .contains("spike", "dip", "level shift", "stuck", "period", "variance", "drift");
    }

    @Test
    void countsNoStretchBeforeItWasHandedOut() {
        GeneratedReplay replay = new GeneratedReplay(1, 3000, 1);
        for (int record = 0; record < 1000 * DemoSeries.ALL.size(); record++) {
            replay.next();
        }

        assertThat(replay.labels()).isEmpty();
    }

    @Test
    void continuesTheCourseOfTheRoundBefore() {
        double[] once = Shape.TEMPERATURE.values(0, 4, new SplittableRandom(1));
        double[] later = Shape.TEMPERATURE.values(Shape.DAY, 4, new SplittableRandom(1));

        assertThat(later).containsExactly(once);
    }

    private static List<DemoRecord> records(long seed, int length, long rounds) {
        List<DemoRecord> records = new ArrayList<>();
        new GeneratedReplay(seed, length, rounds).forEachRemaining(records::add);
        return records;
    }
}
