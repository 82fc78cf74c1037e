package io.lookback.benchmark.forecast;

import io.lookback.benchmark.forecast.ForecastContender.Method;
import io.lookback.cell.Cell;
import io.lookback.cli.skill.Lockstep;
import io.lookback.cli.skill.Moment;
import io.lookback.cli.skill.Tally;
import io.lookback.cli.skill.Tally.Figures;
import io.lookback.forecast.Forecast;
import java.util.ArrayList;
import java.util.List;

/** Every method on every track of a corpus. */
final class Trials {

    private final List<Method> methods;
    private final List<List<ForecastContender>> contenders = new ArrayList<>();
    private final List<List<Tally>> tallies = new ArrayList<>();
    private final List<List<Tally>> unadapted = new ArrayList<>();
    private final long[] nanos;
    private final ForecastPictures pictures;
    private long steps;

    private Trials(List<Method> methods, ForecastPictures pictures) {
        this.methods = methods;
        this.pictures = pictures;
        this.nanos = new long[methods.size()];
    }

    /**
     * One method's figures, one of each track.
     *
     * @param unadapted the same with the forecaster's own band; empty for several forecasters
     * @param microseconds of a step, without the cells'
     */
    record Result(String method, List<Figures> figures, List<Figures> unadapted, double microseconds) {}

    /** @param costs filled with the microseconds of a step of each cell */
    static List<Result> run(
            Corpus corpus, List<Cell> cells, List<Method> methods, List<Double> costs, ForecastPictures pictures) {
        Trials trials = new Trials(methods, pictures);
        for (Method method : methods) {
            trials.contenders.add(
                    corpus.tracks().stream().map(track -> method.fresh().get()).toList());
            trials.tallies.add(corpus.tracks().stream().map(Tally::new).toList());
            trials.unadapted.add(corpus.tracks().stream().map(Tally::new).toList());
        }
        try (Lockstep lockstep = new Lockstep(cells)) {
            lockstep.run(corpus.tracks(), (track, moment, x) -> trials.value(corpus, track, moment, x));
            costs.addAll(lockstep.microseconds());
        }
        return trials.results();
    }

    private void value(Corpus corpus, int track, Moment moment, double x) {
        steps++;
        for (int m = 0; m < methods.size(); m++) {
            ForecastContender contender = contenders.get(m).get(track);
            long begun = System.nanoTime();
            Forecast forecast = contender.ahead(moment);
            nanos[m] += System.nanoTime() - begun;
            tallies.get(m).get(track).add(moment, forecast, x);
            if (contender.alone()) {
                unadapted.get(m).get(track).add(moment, contender.unadapted(moment), x);
            }
            if (m == 0) {
                pictures.see(corpus, track, moment, forecast, x);
            }
            begun = System.nanoTime();
            contender.learn(moment, forecast, x);
            nanos[m] += System.nanoTime() - begun;
        }
    }

    private List<Result> results() {
        List<Result> results = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            boolean alone = contenders.get(m).get(0).alone();
            results.add(new Result(
                    methods.get(m).name(),
                    tallies.get(m).stream().map(Tally::figures).toList(),
                    alone ? unadapted.get(m).stream().map(Tally::figures).toList() : List.of(),
                    nanos[m] / 1e3 / Math.max(1, steps)));
        }
        return results;
    }
}
