package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong though each value is a usual one: it stands still, or moves otherwise than ever. */
class UsualValuesTest {

    private static final long MINUTES_5 = 300_000;

    private final Random random = new Random(17);

    @Test
    void seesAStuckValueWhileItIsStuck() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        for (int i = 0; i < 3_000; i++) {
            replay.next(i * MINUTES_5, random.nextGaussian());
        }
        double usual = replay.next(3_000 * MINUTES_5, 0.3).severity();

        List<Verdict> stuck = new ArrayList<>();
        for (int i = 3_001; i < 3_031; i++) {
            stuck.add(replay.next(i * MINUTES_5, 0.3));
        }

        assertThat(stuck.subList(0, 8)).noneMatch(Verdict::anomaly);
        assertThat(stuck.subList(8, 12)).anyMatch(Verdict::anomaly);
        assertThat(stuck.subList(12, 30))
                .allSatisfy(verdict -> assertThat(verdict.severity()).isGreaterThan(usual + 0.15));
    }

    @Test
    void aRecordIsStuckWhenNearlyAllOfItsFeaturesAre() {
        Replay one = new Replay(DetectionSpec.DEFAULT, 4);
        Replay all = new Replay(DetectionSpec.DEFAULT, 4);
        for (int i = 0; i < 3_000; i++) {
            double[] values = random.doubles(4).toArray();
            one.next(i * MINUTES_5, values);
            all.next(i * MINUTES_5, values);
        }

        List<Verdict> oneStuck = new ArrayList<>();
        List<Verdict> allStuck = new ArrayList<>();
        for (int i = 3_000; i < 3_030; i++) {
            oneStuck.add(one.next(i * MINUTES_5, 0.5, random.nextDouble(), random.nextDouble(), random.nextDouble()));
            allStuck.add(all.next(i * MINUTES_5, 0.5, 0.6, 0.4, 0.5));
        }

        assertThat(oneStuck).noneMatch(Verdict::anomaly);
        assertThat(oneStuck.get(29).features().get(0).contribution()).isGreaterThan(0.5);
        assertThat(allStuck).anyMatch(Verdict::anomaly);
    }

    /** A wave with noise. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"a third of the movements, 0.33, 1", "twice the speed, 1, 2"})
    void seesWhatMovesOtherwiseWhileItDoes(String what, double size, int speed) {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        Replay without = new Replay(DetectionSpec.DEFAULT.without(Set.of(Part.MOTION)), 1);
        List<Verdict> verdicts = new ArrayList<>();
        List<Verdict> blind = new ArrayList<>();
        double phase = 0;
        for (int i = 0; i < 4_100; i++) {
            boolean otherwise = i >= 4_000;
            phase += (otherwise ? speed : 1) / 15.0;
            double value = (otherwise ? size : 1) * (Math.sin(phase) + 0.05 * random.nextGaussian());
            verdicts.add(replay.next(i * MINUTES_5, value));
            blind.add(without.next(i * MINUTES_5, value));
        }

        assertThat(verdicts.subList(3_500, 4_000)).noneMatch(Verdict::anomaly);
        assertThat(verdicts.subList(4_000, 4_100)).as(what).anyMatch(Verdict::anomaly);
        assertThat(blind.subList(4_000, 4_100)).noneMatch(Verdict::anomaly);
        assertThat(severity(verdicts)).isGreaterThan(severity(blind) + 0.1);
    }

    /** Mean of a stretch whose movements have been others for a while. */
    private static double severity(List<Verdict> verdicts) {
        return mean(
                verdicts.subList(4_050, 4_100).stream().map(Verdict::severity).toList());
    }

    private static double mean(List<? extends Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void aRecordMovesOtherwiseWhenNearlyAllOfItsFeaturesDo() {
        Replay one = new Replay(DetectionSpec.DEFAULT, 4);
        Replay all = new Replay(DetectionSpec.DEFAULT, 4);
        List<Verdict> oneQuiet = new ArrayList<>();
        List<Verdict> allQuiet = new ArrayList<>();
        for (int i = 0; i < 4_100; i++) {
            double[] values = random.doubles(4, -1, 1).toArray();
            double size = i < 4_000 ? 1 : 0.2;
            allQuiet.add(all.next(
                    i * MINUTES_5, Arrays.stream(values).map(x -> size * x).toArray()));
            values[0] *= size;
            oneQuiet.add(one.next(i * MINUTES_5, values));
        }

        assertThat(oneQuiet.subList(4_000, 4_100)).noneMatch(Verdict::anomaly);
        assertThat(oneQuiet.subList(4_050, 4_100))
                .extracting(verdict -> verdict.features().get(0).contribution())
                .satisfies(shares -> assertThat(mean(shares)).isGreaterThan(0.4));
        assertThat(allQuiet.subList(4_000, 4_100)).anyMatch(Verdict::anomaly);
    }
}
