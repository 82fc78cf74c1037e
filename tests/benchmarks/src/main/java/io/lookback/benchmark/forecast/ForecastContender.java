package io.lookback.benchmark.forecast;

import io.lookback.cell.Prediction;
import io.lookback.cli.skill.Moment;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.forecast.ForecastState;
import java.util.List;
import java.util.function.Supplier;

/** What forecasts one track: some cells by themselves or together, simple experts, or a baseline; all with a band that adapts. */
final class ForecastContender {

    private final List<Integer> cells;
    private final Experts experts;
    private final Baseline[] baseline;
    private final ForecastState state;

    private ForecastContender(List<Integer> cells, Experts experts, Baseline... baseline) {
        this.cells = cells;
        this.experts = experts;
        this.baseline = baseline;
        this.state = ForecastState.fresh(cells.size() + baseline.length);
    }

    /** A kind of contender, and how to make one for a track. */
    record Method(String name, Supplier<ForecastContender> fresh) {

        /** @param cells places of the cells that it weighs */
        static Method ofCells(String name, List<Integer> cells, Experts experts) {
            return new Method(name, () -> new ForecastContender(cells, experts));
        }

        static Method of(Baseline.Kind kind) {
            return new Method(kind.title(), () -> new ForecastContender(List.of(), Experts.NONE, kind.fresh()));
        }
    }

    Forecast ahead(Moment moment) {
        return state.forecast(parts(moment), experts, moment.input(), moment.units());
    }

    /** What the one forecaster says of itself, its band not adapted. */
    Forecast unadapted(Moment moment) {
        return Forecast.of(parts(moment).get(0), moment.units());
    }

    boolean alone() {
        return experts == Experts.NONE && cells.size() + baseline.length == 1;
    }

    void learn(Moment moment, Forecast forecast, double x) {
        for (Baseline simple : baseline) {
            simple.learn(moment, moment.normalized(x));
        }
        state.learn(forecast, x);
    }

    private List<Prediction> parts(Moment moment) {
        return baseline.length > 0
                ? List.of(baseline[0].ahead(moment))
                : cells.stream().map(moment.cells()::get).toList();
    }
}
