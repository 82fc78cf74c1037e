package io.lookback.benchmark.forecast;

import io.lookback.cell.Cell;
import io.lookback.cli.skill.Lockstep;
import io.lookback.cli.skill.Moment;
import io.lookback.cli.skill.Tally;
import io.lookback.cli.skill.Tally.Figures;
import io.lookback.cli.skill.Track;
import io.lookback.forecast.CrossFeatureCorrection.Corrected;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.forecast.ForecastState;
import io.lookback.forecast.Forecasters;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Forecasts of whole records: each feature by itself, and corrected by what the other features did. The figures of a
 * record are means over its features (of errors geometric ones), those of a kind means over its series, with standard
 * errors by a bootstrap over them.
 */
final class RecordTrials {

    private static final int RESAMPLES = 2_000;

    private final List<Cell> cells;
    private final Experts experts;

    /** @param cells whose forecasts are combined as in a job; simple experts alone for none */
    RecordTrials(List<Cell> cells) {
        this.cells = cells;
        this.experts = Experts.beside(cells.stream().anyMatch(Cell::looksBack));
    }

    /** What came of one series: figures of each feature. */
    private record Result(List<Figures> alone, List<Figures> corrected) {

        double change(ToDoubleFunction<Figures> figure) {
            return mean(corrected, figure) - mean(alone, figure);
        }

        static double mean(List<Figures> figures, ToDoubleFunction<Figures> figure) {
            return figures.stream().mapToDouble(figure).average().orElse(Double.NaN);
        }
    }

    static String heading() {
        return """
                | | Error alone | Corrected | Change | Change of the log-likelihood | Inside the band alone | Corrected |
                |---|---|---|---|---|---|---|""";
    }

    /**
     * Prints a line.
     *
     * @param records the features of each series
     */
    void print(String title, List<List<Track>> records, PrintStream out) {
        List<Result> results = records.stream().map(this::run).toList();
        double[] errors = changes(results, RecordTrials::logError);
        double ratio = Math.exp(mean(errors));
        double[] likelihoods = changes(results, Figures::likelihood);
        out.printf(
                Locale.ROOT,
                "| %s, %d series | %.3f | %.3f | %+.1f ± %.1f %% | %+.3f ± %.3f | %.3f | %.3f |%n",
                title,
                results.size(),
                Math.exp(mean(results, Result::alone, RecordTrials::logError)),
                Math.exp(mean(results, Result::corrected, RecordTrials::logError)),
                100 * (ratio - 1),
                100 * ratio * standardError(errors),
                mean(likelihoods),
                standardError(likelihoods),
                mean(results, Result::alone, Figures::held),
                mean(results, Result::corrected, Figures::held));
    }

    private static double logError(Figures figures) {
        return Math.log(figures.error());
    }

    private static double mean(
            List<Result> results, Function<Result, List<Figures>> of, ToDoubleFunction<Figures> figure) {
        return mean(results.stream()
                .mapToDouble(result -> Result.mean(of.apply(result), figure))
                .toArray());
    }

    private static double[] changes(List<Result> results, ToDoubleFunction<Figures> figure) {
        return results.stream().mapToDouble(result -> result.change(figure)).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double standardError(double[] values) {
        Random random = new Random(1);
        double[] means = IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> mean(random.ints(values.length, 0, values.length)
                        .mapToDouble(at -> values[at])
                        .toArray()))
                .toArray();
        double middle = mean(means);
        return Math.sqrt(mean(Arrays.stream(means)
                .map(each -> (each - middle) * (each - middle))
                .toArray()));
    }

    private Result run(List<Track> features) {
        Record record = new Record(features);
        try (Lockstep lockstep = new Lockstep(cells)) {
            lockstep.run(features, record::value);
        }
        return record.result();
    }

    /** One series on its way: forecasts wait until those of all features are there. */
    private final class Record {

        private final Forecasters forecasters;
        private final List<ForecastState> uncorrected;
        private final List<Tally> alone;
        private final List<Tally> corrected;
        private final List<Moment> moments = new ArrayList<>();
        private final List<Forecast> forecasts = new ArrayList<>();
        private final double[] values;

        private Record(List<Track> features) {
            forecasters = Forecasters.fresh(features.size(), cells.size());
            uncorrected = Forecasters.fresh(features.size(), cells.size()).features();
            alone = features.stream().map(Tally::new).toList();
            corrected = features.stream().map(Tally::new).toList();
            values = new double[features.size()];
        }

        private void value(int feature, Moment moment, double x) {
            moments.add(moment);
            values[feature] = x;
            forecasts.add(forecast(forecasters.features().get(feature), moment));
            if (moments.size() == values.length) {
                complete();
                moments.clear();
                forecasts.clear();
            }
        }

        private Forecast forecast(ForecastState state, Moment moment) {
            return state.forecast(moment.cells(), experts, moment.input(), moment.units());
        }

        private void complete() {
            float[][] inputs = moments.stream().map(Moment::input).toArray(float[][]::new);
            Corrected all = forecasters.correction().correct(List.copyOf(forecasts), inputs);
            for (int feature = 0; feature < values.length; feature++) {
                double x = values[feature];
                Forecast byItself = forecast(uncorrected.get(feature), moments.get(feature));
                alone.get(feature).add(moments.get(feature), byItself, x);
                uncorrected.get(feature).learn(byItself, x);
                corrected.get(feature).add(moments.get(feature), all.forecasts().get(feature), x);
                forecasters.features().get(feature).learn(all.forecasts().get(feature), x);
            }
            forecasters.correction().learn(all, feature -> values[feature]);
        }

        private Result result() {
            return new Result(
                    alone.stream().map(Tally::figures).toList(),
                    corrected.stream().map(Tally::figures).toList());
        }
    }
}
