package io.lookback.detection.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.stats.Gaps;
import io.lookback.detection.stats.Grid;
import io.lookback.detection.stats.Spread;
import io.lookback.detection.tuning.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The evidence of one feature, fed as the detector feeds it. */
class EvidenceTest {

    private static final long MINUTE = 60_000;
    private static final int NOVELTY = 0;
    private static final int SURPRISE = 1;
    private static final int STANDSTILL = 2;
    private static final int TOY = 3;

    private final Layout layout = new Layout();
    private final Spread spread = new Spread(layout);
    private final Grid grid = new Grid(layout);
    private final Sample sample = new Sample(layout, spread, grid, new Gaps(layout), new Recent(layout, grid));
    private final List<Evidence> evidence =
            List.of(new Novelty(), new Surprise(layout, sample), new Standstill(layout), new Repetition(layout));
    private final Block block = Block.ofSize(layout.size());
    private final Moment moment = new Moment();
    private long time;

    /** What a new kind of evidence takes: a class with its own fields, and its place in the list. */
    private static final class Repetition implements Evidence {

        private final int last;
        private final int repeats;

        Repetition(Layout layout) {
            last = layout.doubles(1);
            repeats = layout.ints(1);
        }

        @Override
        public String name() {
            return "repetition";
        }

        @Override
        public double read(Moment moment) {
            return moment.x == moment.block.doubleAt(moment.at + last)
                    ? moment.block.intAt(moment.at + repeats) + 1
                    : 0;
        }

        @Override
        public void learn(Moment moment) {
            double repeated = read(moment);
            moment.block.putInt(moment.at + repeats, (int) repeated);
            moment.block.putDouble(moment.at + last, moment.x);
        }
    }

    @Test
    void aNewKindOfEvidenceNeedsNothingButItsClass() {
        feed(3);
        feed(3);

        assertThat(feed(3)[TOY]).isEqualTo(2);
        assertThat(feed(4)[TOY]).isZero();
    }

    @Test
    void readingChangesNothing() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            feed(random.nextGaussian());
        }
        Block before = block.copy();

        sample.place(moment.of(block, 0, time, 7, Double.NaN, false));
        evidence.forEach(one -> one.read(moment));
        sample.recovered(moment);

        for (int i = 0; i < layout.size(); i++) {
            assertThat(block.byteAt(i)).isEqualTo(before.byteAt(i));
        }
    }

    @Test
    void aPatternThatWasThereIsNoNoveltyAndOneThatWasNotIs() {
        for (int i = 0; i < 2_000; i++) {
            feed(Math.sin(i / 10.0));
        }

        double usual = feed(Math.sin(200.0))[NOVELTY];
        double novel = feed(3)[NOVELTY];

        assertThat(usual).isLessThan(0.1);
        assertThat(novel).isBetween(1.0, 5.0);
    }

    @Test
    void theNearestPatchesForetellARhythm() {
        Random random = new Random(2);
        for (int i = 0; i < 3_000; i++) {
            feed((i % 3 == 0 ? 1 : 0) + 0.01 * random.nextGaussian());
        }

        assertThat(peek(1)[SURPRISE]).isLessThan(10);
        assertThat(peek(0)[SURPRISE]).isGreaterThan(10);
    }

    @Test
    void whatTheCellsExpectGoesBeforeWhatTheNearestPatchesDid() {
        for (int i = 0; i < 100; i++) {
            feed(i % 2, i % 2 + 0.1);
        }

        assertThat(feed(7, 7.1)[SURPRISE]).isCloseTo(1, within(0.05));
        assertThat(feed(0, 3)[SURPRISE]).isEqualTo(Tuning.MOST_SURPRISING);
    }

    @Test
    void afterAGapTheForecastOfBeforeSurprisesNobody() {
        for (int i = 0; i < 500; i++) {
            feed(i % 50, i % 50 + 0.1);
        }
        assertThat(peek(30, 1, false)[SURPRISE]).isEqualTo(Tuning.MOST_SURPRISING);

        time += 20 * MINUTE;

        assertThat(peek(30, 1, false)[SURPRISE]).isLessThan(5);
        assertThat(peek(30, 1, false)[NOVELTY]).isLessThan(0.05);
        assertThat(peek(90, 1, false)[SURPRISE]).isEqualTo(Tuning.MOST_SURPRISING);
    }

    @Test
    void theFirstMoveOfAYoungConstantIsNoNovelty() {
        feedTimes(5, Tuning.FIRST_MOVE - 1);
        assertThat(peek(6)[NOVELTY]).isZero();

        feedTimes(5, 1);

        assertThat(peek(6)[NOVELTY]).isEqualTo(Tuning.MOST_NOVEL);
        assertThat(peek(5)[NOVELTY]).isZero();
    }

    @Test
    void aStandstillIsLongerThanFiveTimesTheLongestRunBefore() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            feed(random.nextGaussian());
        }

        List<Double> found = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            found.add(feed(1.5)[STANDSTILL]);
        }

        assertThat(found.subList(0, 9)).containsOnly(0.0);
        assertThat(found.subList(9, 20)).containsOnly(Tuning.MOST_STILL);
        assertThat(feed(2)[STANDSTILL]).isZero();
    }

    @Test
    void aSeriesThatBeginsWithANightExpectsTheNext() {
        Random random = new Random(4);
        feedTimes(0, 400);
        for (int i = 0; i < 400; i++) {
            feed(10 + random.nextGaussian());
        }

        double most = 0;
        for (int i = 0; i < 800; i++) {
            most = Math.max(most, feed(0)[STANDSTILL]);
        }

        assertThat(most).isZero();
    }

    @Test
    void recoversOnceItDoesWhatItDidBefore() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            feed(random.nextGaussian());
        }
        sample.forgetMarks(block, 0);
        int calm = 0;
        for (int i = 0; i < 400; i++) {
            calm += during(12 + random.nextGaussian()) ? 1 : 0;
        }
        int again = 0;
        for (int i = 0; i < 100; i++) {
            again += during(random.nextGaussian()) ? 1 : 0;
        }

        assertThat(calm).isZero();
        assertThat(again).isGreaterThan(60);
    }

    /** Found with an implementation in C of the same equations, without rounding to 16 bits; same draws. */
    @Test
    void findsWhatAnotherImplementationFinds() {
        Random random = new Random(5);
        double slow = 0;
        double[] at2000 = {};
        double[] at10444 = {};
        for (int i = 0; i < 10_445; i++) {
            slow = .95 * slow + .3 * random.nextGaussian();
            double noise = .5 * random.nextGaussian();
            double spike = i % 2111 == 2000 ? 25 : 0;
            double fault = i > 7000 && i < 7040 ? -15 : 0;
            double[] found = feed(100 + 10 * Math.sin(2 * Math.PI * i / 288) + slow + noise + spike + fault);
            at2000 = i == 2_000 ? found : at2000;
            at10444 = i == 10_444 ? found : at10444;
        }

        assertThat(at2000[NOVELTY]).isCloseTo(1.09975, within(5e-4));
        assertThat(at2000[SURPRISE]).isEqualTo(20);
        assertThat(at10444[NOVELTY]).isCloseTo(1.13375, within(5e-4));
    }

    private void feedTimes(double x, int times) {
        for (int i = 0; i < times; i++) {
            feed(x);
        }
    }

    private double[] feed(double x) {
        return feed(x, Double.NaN);
    }

    private double[] feed(double x, double forecast) {
        double[] found = peek(x, forecast, false);
        learn();
        return found;
    }

    /** Returns whether the series has recovered, while an alert is open. */
    private boolean during(double x) {
        peek(x, Double.NaN, true);
        boolean recovered = sample.recovered(moment);
        learn();
        return recovered;
    }

    private double[] peek(double x) {
        return peek(x, Double.NaN, false);
    }

    private double[] peek(double x, double forecast, boolean alerting) {
        sample.place(moment.of(block, 0, time, x, forecast, alerting));
        return evidence.stream().mapToDouble(one -> one.read(moment)).toArray();
    }

    private void learn() {
        evidence.forEach(one -> one.learn(moment));
        sample.learn(moment);
        time += MINUTE;
    }
}
