package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import io.lookback.event.ForecasterWeight;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Units;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastStateTest {

    private static final Units UNITS = new Units(0, 1);

    private final Random random = new Random(7);
    private final float[] input = new float[CellInput.SIZE];

    @Test
    void theBetterCellCountsMore() {
        ForecastState state = ForecastState.fresh(2);

        live(state, 200, 0.1, new Prediction(2, 0.1), new Prediction(0, 0.1));

        assertThat(next(state).weight(1)).isGreaterThan(0.9);
    }

    @Test
    void whoWasPoorForLongComesBackSoon() {
        ForecastState state = ForecastState.fresh(2);
        for (int i = 0; i < 1_000; i++) {
            follow(state, 1, i);
        }

        for (int i = 0; i < 10; i++) {
            follow(state, 0, i);
        }

        assertThat(next(state).weight(0)).isGreaterThan(0.5);
    }

    /** A value that one of two cells, and no simple expert, foresees. */
    private void follow(ForecastState state, int cell, int i) {
        double y = i % 2 == 0 ? 2 : -2;
        Prediction right = new Prediction(y, 0.1);
        Prediction wrong = new Prediction(-y, 0.1);
        List<Prediction> cells = cell == 0 ? List.of(right, wrong) : List.of(wrong, right);
        state.learn(state.forecast(cells, Experts.NONE, input, UNITS), UNITS.denormalize(y));
        input[CellInput.Y] = (float) y;
    }

    @Test
    void whoHasNothingToSayKeepsItsWeight() {
        ForecastState state = ForecastState.fresh(2);
        double before = next(state).weight(0);

        live(state, 1, 0.1, Prediction.NONE, new Prediction(0, 0.1));

        assertThat(next(state).weight(0)).isBetween(0.95 * before, 1.05 * before);
    }

    /** As a custom model may: no double holds the density of the value. */
    @Test
    void whereAllAreInfinitelyWrongNobodyIsBetter() {
        ForecastState state = ForecastState.fresh(2);

        live(state, 3, 0.1, new Prediction(1e38, 1e-38), new Prediction(-1e38, 1e-38));

        assertThat(next(state).weight(0)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aBandThatWasTooNarrowComesToHold99Of100() {
        ForecastState state = ForecastState.fresh(1);
        live(state, 3_000, 1, new Prediction(0, 0.2));

        double held = live(state, 10_000, 1, new Prediction(0, 0.2));

        assertThat(held).isBetween(0.985, 0.995);
    }

    @Test
    void aBandThatWasTooWideNarrows() {
        ForecastState state = ForecastState.fresh(1);
        live(state, 3_000, 0.1, new Prediction(0, 0.1));

        assertThat(next(state).upper())
                .isLessThan(Forecast.of(new Prediction(0, 0.1), UNITS).upper());
    }

    @Test
    void withoutCellsTheSimpleExpertsForecast() {
        ForecastState state = ForecastState.fresh(0);
        input[CellInput.Y] = 1;
        input[CellInput.EMA8_Y] = 1;
        input[CellInput.EMA64_Y] = 1;

        Forecast forecast = state.forecast(List.of(), Experts.ALL, input, UNITS);

        assertThat(forecast.expected()).isBetween(1.17, 1.18); // sinh 1
    }

    @Test
    void simpleExpertsForecastBesideCellsWhereTheyAreAsked() {
        ForecastState state = ForecastState.fresh(1);
        List<Prediction> cell = List.of(new Prediction(2, 0.1));

        assertThat(state.forecast(cell, Experts.REGRESSION, input, UNITS).weights(List.of("cell")))
                .extracting(ForecasterWeight::name)
                .containsExactly("cell", "regression");
        assertThat(state.forecast(cell, Experts.ALL, input, UNITS).weights(List.of("cell")))
                .extracting(ForecasterWeight::name)
                .containsExactly("cell", "last", "mean-8", "mean-64", "regression");
    }

    @Test
    void oneOutlierDoesNotMoveTheExpectedValueToAWideForecaster() {
        ForecastState state = ForecastState.fresh(2);
        Prediction narrow = new Prediction(0, 0.01);
        Prediction wide = new Prediction(1, 3);
        live(state, 500, 0.01, narrow, wide);

        state.learn(state.forecast(List.of(narrow, wide), Experts.NONE, input, UNITS), 50);

        Forecast forecast = state.forecast(List.of(narrow, wide), Experts.NONE, input, UNITS);
        assertThat(forecast.weight(1)).isGreaterThan(0.5);
        assertThat(forecast.expected()).isBetween(-0.1, 0.1);
    }

    @Test
    void askingChangesNothing() throws IOException {
        ForecastState state = ForecastState.fresh(1);
        byte[] before = written(state);

        next(state).tail(3);

        assertThat(written(state)).isEqualTo(before);
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        ForecastState state = ForecastState.fresh(2);
        live(state, 100, 0.1, new Prediction(2, 0.1), new Prediction(0, 0.1));

        byte[] bytes = written(state);
        ForecastState read = ForecastState.read(new DataInputStream(new ByteArrayInputStream(bytes)), 2);

        assertThat(written(read)).isEqualTo(bytes);
        assertThat(bytes).hasSize((int) state.bytes());
    }

    @Test
    void aCopyGoesItsOwnWay() throws IOException {
        ForecastState state = ForecastState.fresh(1);
        byte[] before = written(state);
        ForecastState copy = state.copy();

        live(copy, 10, 0.1, new Prediction(0, 0.1));

        assertThat(written(state)).isEqualTo(before);
    }

    @Test
    void aNewCellBeginsWithItsShareAndTheOthersKeepTheirs() {
        ForecastState state = ForecastState.fresh(2);
        live(state, 200, 0.1, new Prediction(2, 0.1), new Prediction(0, 0.1));

        ForecastState other = state.with(new int[] {1, -1});

        Forecast forecast =
                other.forecast(List.of(new Prediction(0, 0.1), new Prediction(0, 0.1)), Experts.NONE, input, UNITS);
        assertThat(forecast.weight(0)).isGreaterThan(0.5);
        assertThat(forecast.weight(1)).isBetween(0.1, 0.4);
    }

    @Test
    void otherCellsLeaveTheRegressionWhatItHasLearned() {
        ForecastState state = quarters(400);

        ForecastState other = state.with(new int[] {-1});

        Forecast forecast = other.forecast(List.of(Prediction.NONE), Experts.REGRESSION, input, UNITS);
        assertThat(UNITS.normalize(forecast.expected())).isCloseTo(quarter(400), within(0.05));
    }

    @Test
    void whoLooksAheadTakesEachForecastForTheNextPastValue() {
        ForecastState state = quarters(400);

        for (int i = 400; i < 408; i++) {
            Forecast forecast = state.forecast(List.of(), Experts.REGRESSION, input, UNITS);
            double y = UNITS.normalize(forecast.expected());
            assertThat(y).as("value %d", i).isCloseTo(quarter(i), within(0.1));
            state.pass(forecast);
            input[CellInput.Y] = (float) y;
        }
    }

    /** A state that has seen a rhythm of four values, which follows from the value two before. */
    private ForecastState quarters(int values) {
        ForecastState state = ForecastState.fresh(0);
        for (int i = 0; i < values; i++) {
            Forecast forecast = state.forecast(List.of(), Experts.REGRESSION, input, UNITS);
            state.learn(forecast, UNITS.denormalize(quarter(i)));
            input[CellInput.Y] = (float) quarter(i);
        }
        return state;
    }

    private static double quarter(int i) {
        return new double[] {0, 1, 0, -1}[i % 4];
    }

    /** Returns the share of values inside the band. */
    private double live(ForecastState state, int values, double noise, Prediction... cells) {
        int held = 0;
        for (int i = 0; i < values; i++) {
            double x = UNITS.denormalize(noise * random.nextGaussian());
            Forecast forecast = state.forecast(List.of(cells), Experts.NONE, input, UNITS);
            held += x >= forecast.lower() && x <= forecast.upper() ? 1 : 0;
            state.learn(forecast, x);
            input[CellInput.Y] = (float) UNITS.normalize(x);
        }
        return (double) held / values;
    }

    private Forecast next(ForecastState state) {
        List<Prediction> alike = Collections.nCopies(cells(state), new Prediction(0, 0.1));
        return state.forecast(alike, Experts.NONE, input, UNITS);
    }

    private static int cells(ForecastState state) {
        return (int) (state.bytes() - ForecastState.fresh(0).bytes()) / (2 * Float.BYTES);
    }

    private static byte[] written(ForecastState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
