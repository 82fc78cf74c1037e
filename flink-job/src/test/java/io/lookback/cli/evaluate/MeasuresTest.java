package io.lookback.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values were computed with independent scorers in Python that keep to the measures' published definitions. */
class MeasuresTest {

    private static final Offset<Double> SAME = within(1e-9);
    private static final double HOURLY = 24;
    private static final int SLOT = 10;

    private static final Judged THREE_EVENTS =
            judged(200, 7919, new Span(50, 59), new Span(120, 120), new Span(160, 179));
    private static final Judged TWO_EVENTS = judged(120, 6007, new Span(5, 12), new Span(90, 99));
    private static final Judged NO_EVENT = judged(80, 5003);

    @Test
    void agreesOnTheScoreOfTheNumentaBenchmark() {
        NabScore.Result alone = NabScore.of(List.of(THREE_EVENTS));
        NabScore.Result together = NabScore.of(List.of(THREE_EVENTS, TWO_EVENTS, NO_EVENT));

        assertThat(alone.score()).isEqualTo(94.4805071044466, SAME);
        assertThat(together.score()).isEqualTo(93.11038032833494, SAME);
        assertThat(together.threshold()).isEqualTo(0.6, SAME);
        assertThat(together.found()).isEqualTo(4);
        assertThat(together.events())
                .as("one lies within the rows that do not count")
                .isEqualTo(4);
    }

    @Test
    void scoresAnyThresholdAsItDoesTheBest() {
        List<Judged> all = List.of(THREE_EVENTS, TWO_EVENTS, NO_EVENT);
        NabScore.Result best = NabScore.of(all);

        assertThat(NabScore.at(best.threshold(), all)).isEqualTo(best);
        assertThat(NabScore.at(2, all).score()).isZero();
        assertThat(NabScore.at(0.5, all).score()).isLessThan(best.score());
    }

    @ParameterizedTest
    @CsvSource({"0, 0.23867569084801507", "7, 0.2852322628000285", "20, 0.3577417030241629"})
    void agreesOnTheVolumeUnderThePrecisionRecallSurface(int buffer, double expected) {
        assertThat(VusPr.of(THREE_EVENTS, buffer)).isEqualTo(expected, SAME);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.203206360192841", "7, 0.24274967801629393", "20, 0.33788644468102236"})
    void agreesOnTheVolumeWhereAnEventBeginsNearTheFirstRow(int buffer, double expected) {
        assertThat(VusPr.of(TWO_EVENTS, buffer)).isEqualTo(expected, SAME);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.4, 0, 4.5", "1, 0.8, 8, 2", "5, 1, 36, 0"})
    void agreesOnEventsFoundWithinFalseAlarms(double perDay, double recall, int falseAlarms, double delay) {
        EventRecall.Result result = EventRecall.of(List.of(THREE_EVENTS, TWO_EVENTS, NO_EVENT), perDay, SLOT);

        assertThat(result.recall()).isEqualTo(recall, SAME);
        assertThat(result.falseAlarms()).isEqualTo(falseAlarms);
        assertThat(result.days()).isEqualTo(14.625, SAME);
        assertThat(result.medianDelay()).isEqualTo(delay, SAME);
        assertThat(result.events()).isEqualTo(5);
    }

    @Test
    void hasNoMeasureWithoutEvents() {
        assertThat(VusPr.of(NO_EVENT, 10)).isNaN();
        assertThat(NabScore.of(List.of(NO_EVENT)).score()).isNaN();
        assertThat(EventRecall.of(List.of(NO_EVENT), 1, SLOT).recall()).isNaN();
    }

    @Test
    void givesAPerfectDetectorAHundred() {
        double[] scores = new double[100];
        scores[50] = 1;

        NabScore.Result result = NabScore.of(List.of(new Judged(scores, List.of(new Span(50, 60)), HOURLY)));

        assertThat(result.score()).isEqualTo(100, SAME);
    }

    /** Scores with ties that every language computes alike. */
    private static Judged judged(int rows, int factor, Span... events) {
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = Math.rint((row * factor) % 1009 / 1009.0 * 60) / 100;
            for (Span event : events) {
                boolean inside = row >= event.first() && row <= event.last();
                scores[row] += inside && row % 3 == 0 ? 0.12 : 0;
            }
        }
        return new Judged(scores, List.of(events), HOURLY);
    }
}
