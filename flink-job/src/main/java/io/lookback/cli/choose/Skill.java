package io.lookback.cli.choose;

import io.lookback.cell.Cell;
import io.lookback.cell.Prediction;
import io.lookback.cli.skill.Lockstep;
import io.lookback.cli.skill.Moment;
import io.lookback.cli.skill.Tally;
import io.lookback.cli.skill.Tally.Figures;
import io.lookback.cli.skill.Track;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.forecast.ForecastState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a candidate forecasts one step ahead, as a job does it: with the simple experts beside the cell.
 *
 * @param error over that of the last value, geometric mean of the tracks
 * @param likelihood mean logarithm of the density of a value in normalized units
 * @param held share of the values inside the 99 % band
 */
record Skill(double error, double likelihood, double held) {

    private static final double SMALLEST = 1e-9;

    /** Is told how many values were forecast, now and then. */
    interface Watcher {
        void values(long done);
    }

    /** Lets all candidates forecast the same tracks, each value from those before it. */
    static List<Skill> of(List<List<Cell>> candidates, List<Track> tracks, Watcher watcher) {
        List<Cell> cells = candidates.stream().flatMap(List::stream).toList();
        List<Contender> contenders = new ArrayList<>();
        int first = 0;
        for (List<Cell> candidate : candidates) {
            contenders.add(new Contender(first, candidate, tracks));
            first += candidate.size();
        }
        long[] done = {0};
        try (Lockstep lockstep = new Lockstep(cells)) {
            lockstep.run(tracks, (track, moment, x) -> {
                contenders.forEach(contender -> contender.forecast(track, moment, x));
                watcher.values(++done[0]);
            });
        }
        return contenders.stream().map(Contender::skill).toList();
    }

    /** One candidate on all tracks. */
    private static final class Contender {

        private final int from;
        private final List<Cell> cells;
        private final List<ForecastState> states;
        private final List<Tally> tallies;

        /** @param from the place of its first cell among those of all candidates */
        private Contender(int from, List<Cell> cells, List<Track> tracks) {
            this.from = from;
            this.cells = cells;
            this.states = tracks.stream()
                    .map(track -> ForecastState.fresh(cells.size()))
                    .toList();
            this.tallies = tracks.stream().map(Tally::new).toList();
        }

        private void forecast(int track, Moment moment, double x) {
            List<Prediction> predictions = moment.cells().subList(from, from + cells.size());
            Forecast forecast =
                    states.get(track).forecast(predictions, beside(predictions), moment.input(), moment.units());
            tallies.get(track).add(moment, forecast, x);
            states.get(track).learn(forecast, x);
        }

        private Experts beside(List<Prediction> predictions) {
            boolean lookingBack = false;
            for (int cell = 0; cell < cells.size(); cell++) {
                lookingBack |=
                        cells.get(cell).looksBack() && predictions.get(cell).usable();
            }
            return Experts.beside(lookingBack);
        }

        private Skill skill() {
            return new Skill(
                    Math.exp(mean(figures -> Math.log(Math.max(figures.error(), SMALLEST)))),
                    mean(Figures::likelihood),
                    mean(Figures::held));
        }

        private double mean(ToDoubleFunction<Figures> of) {
            return tallies.stream()
                    .map(Tally::figures)
                    .mapToDouble(of)
                    .average()
                    .orElse(Double.NaN);
        }
    }
}
