package io.lookback.series;

import io.lookback.cell.CellExecutor;
import io.lookback.cell.Prediction;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Values;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.forecast.ForecastState;
import io.lookback.forecast.HorizonErrors;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Multi-step forecasts: copies of what series remember are rolled forward by feeding each step's expected value back as
 * if it had come, kept in reach of what the series showed of late. The weights of the forecasters stay what they are;
 * nothing that the series itself remembers changes, but for {@link HorizonErrors}, which no score reads. Series that are
 * due at once share calls.
 *
 * <p>Its {@link ModelPool} is its own: the caches of the one that scores never hold what did not happen. It is forgotten
 * after each run, so between two of them no native memory is held. One thread; closes its modelPool.
 */
public final class Lookahead implements AutoCloseable {

    private final HorizonSpec spec;
    private final ModelPool modelPool;
    private final Calendar calendar;
    private final ForecastRequests requests;
    private final List<Due> due = new ArrayList<>();

    /** @param modelPool of the same models as the one that scores; closed with this */
    public Lookahead(HorizonSpec spec, SeriesSpec series, ModelPool modelPool, ForecastRequests requests) {
        this.requests = requests;
        this.spec = spec;
        this.modelPool = modelPool;
        this.calendar = new Calendar(series.zone());
    }

    public ModelPool modelPool() {
        return modelPool;
    }

    @Override
    public void close() {
        modelPool.close();
    }

    /**
     * A series to forecast, whose last record is scored and known.
     *
     * @param planned whether the series keeps the forecast, to learn from its errors; one that people ask for changes nothing
     */
    private record Due(String name, Series series, boolean planned, List<Copy> channels) {}

    /** What a record that came says about the forecast that is kept; called before the series observes it. */
    void learn(Series series, Observation observation, boolean gap) {
        List<HorizonErrors> horizons = series.horizons(spec.horizon());
        for (int channel = 0; channel < horizons.size(); channel++) {
            if (gap) {
                horizons.get(channel).resume(observation.values().at(channel));
            } else {
                horizons.get(channel).learn(observation.values().at(channel));
            }
        }
    }

    /** Whether the series makes a forecast after the record that it has observed; {@link #run} makes it then. */
    boolean take(Observation observation, Series series, SeriesStore store) {
        String name = observation.series();
        boolean planned = spec.due(name, series.steps());
        return (planned || requests.asked(name)) && add(name, series, planned, store);
    }

    /**
     * Makes the forecast of a series for which people wait, between two waves. A series that has too few records, or is to
     * go on with other models, makes it with a later record.
     */
    public void answer(String name, Series series, SeriesStore store, StepOutput output) {
        if (add(name, series, false, store)) {
            run(output);
        }
    }

    private boolean add(String name, Series series, boolean planned, SeriesStore store) {
        SeriesCells cells = modelPool.of(name);
        boolean ready = series.horizons(spec.horizon()).stream().anyMatch(HorizonErrors::ready);
        if (!ready || series.steps() < Series.SETTLING || !cells.layout().equals(series.layout())) {
            return false;
        }
        series.join(modelPool.custom().forecasters());
        List<Copy> channels = new ArrayList<>();
        for (int channel = 0; channel < series.channels().size(); channel++) {
            channels.add(new Copy(name, series, cells, channel, store));
        }
        due.add(new Due(name, series, planned, channels));
        return true;
    }

    /** Rolls all that are due forward, tells the output, and forgets them. */
    void run(StepOutput output) {
        try {
            for (int step = 0; step < spec.horizon() && !due.isEmpty(); step++) {
                if (!advance(step)) {
                    return;
                }
            }
            for (Due one : due) {
                output.forecast(forecast(one));
                requests.answered(one.name());
            }
        } finally {
            due.clear();
            modelPool.clear();
            modelPool.forget();
        }
    }

    /** Returns whether all models could go on: one that was announced may fail, and is retired when it scores. */
    private boolean advance(int step) {
        for (Due one : due) {
            one.channels().forEach(channel -> channel.ask(step));
        }
        if (modelPool.run().isPresent()) {
            return false;
        }
        for (Due one : due) {
            answer(one, step);
        }
        modelPool.clear();
        return true;
    }

    /** The first step is what the next record is judged by, so the features correct each other; later ones go their way. */
    private static void answer(Due one, int step) {
        List<Copy> channels = one.channels();
        List<Forecast> forecasts =
                channels.stream().map(channel -> channel.expectation(step)).toList();
        if (step == 0) {
            float[][] inputs = channels.stream().map(channel -> channel.input).toArray(float[][]::new);
            forecasts = one.series().correction().correct(forecasts, inputs).forecasts();
        }
        for (int channel = 0; channel < channels.size(); channel++) {
            channels.get(channel).answer(step, forecasts.get(channel));
        }
    }

    private MultiStepForecast forecast(Due one) {
        List<MultiStepForecast.Path> paths = new ArrayList<>();
        for (int channel = 0; channel < one.channels().size(); channel++) {
            paths.add(one.channels()
                    .get(channel)
                    .path(one.series().features().names().get(channel), one.planned()));
        }
        Series series = one.series();
        return new MultiStepForecast(
                one.name(),
                series.lastTime(),
                series.interval(),
                modelPool.of(one.name()).models(),
                paths);
    }

    /** One channel that is rolled forward. */
    private final class Copy {

        private final Series series;
        private final int index;
        private final SeriesCells cells;
        private final Channel channel;
        private final ForecastState forecasters;
        private final HorizonErrors errors;
        private final double scale;
        private final List<Memory> memories = new ArrayList<>();
        private final List<RowPages> pages = new ArrayList<>();
        private final int[] rows;
        /** Of the user's own models, which expect the next value and none after it. */
        private final List<Prediction> own;

        private final double[] expected;
        private final float[] input = new float[CellInput.SIZE];
        private Forecast first = Forecast.NONE;
        private boolean over;

        private Copy(String name, Series series, SeriesCells cells, int index, SeriesStore store) {
            this.series = series;
            this.index = index;
            this.cells = cells;
            this.channel = series.channels().get(index).copy();
            this.forecasters = series.forecast(index).copy();
            this.errors = series.horizons(spec.horizon()).get(index);
            this.scale = channel.normalizer().scale();
            this.rows = new int[cells.size()];
            this.own = modelPool.custom().predictions(series, index);
            this.expected = new double[spec.horizon()];
            this.over = !errors.ready();
            for (int cell = 0; cell < cells.size(); cell++) {
                memories.add(series.memory(cell, index).copy());
                pages.add(new PagesAhead(store.rows(name, cells.cell(cell), index)));
            }
        }

        private long time(int step) {
            return series.lastTime() + (step + 1) * series.interval();
        }

        private void ask(int step) {
            if (over) {
                return;
            }
            channel.writeInput(input, 0, time(step), calendar);
            for (int cell = 0; cell < rows.length; cell++) {
                rows[cell] = cells.executor(cell).add(input, memories.get(cell), pages.get(cell));
            }
        }

        private Forecast expectation(int step) {
            return over ? Forecast.NONE : forecast(step);
        }

        private void answer(int step, Forecast forecast) {
            expected[step] = step == 0 ? forecast.expected() : errors.bounded(forecast.expected());
            over |= !forecast.exists() || !Double.isFinite(expected[step]);
            if (step == 0) {
                first = forecast;
            }
            if (!over) {
                forecasters.pass(forecast);
                advance(step);
            }
        }

        private Forecast forecast(int step) {
            List<Prediction> predictions = new ArrayList<>(rows.length);
            boolean lookingBack = false;
            for (int cell = 0; cell < rows.length; cell++) {
                CellExecutor executor = cells.executor(cell);
                boolean counts = series.settled(cell) && executor.finite(rows[cell]);
                Prediction prediction = counts ? executor.prediction(rows[cell]) : Prediction.NONE;
                predictions.add(prediction);
                lookingBack |= cells.looksBack(cell) && prediction.usable();
            }
            predictions.addAll(step == 0 ? own : Collections.nCopies(own.size(), Prediction.NONE));
            channel.writeInput(input, 0, time(step), calendar);
            return forecasters.forecast(
                    predictions,
                    Experts.beside(lookingBack),
                    input,
                    channel.normalizer().units());
        }

        private void advance(int step) {
            for (int cell = 0; cell < rows.length; cell++) {
                CellExecutor executor = cells.executor(cell);
                if (executor.finite(rows[cell])) {
                    executor.advance(rows[cell], memories.get(cell), pages.get(cell), time(step));
                }
            }
            channel.observe(expected[step], time(step), calendar);
        }

        private MultiStepForecast.Path path(String name, boolean planned) {
            double[] lower = new double[expected.length];
            double[] upper = new double[expected.length];
            double[][] widths = errors.widths(scale, first);
            for (int step = 0; step < expected.length; step++) {
                lower[step] = expected[step] - widths[0][step];
                upper[step] = expected[step] + widths[1][step];
            }
            if (planned && first.exists() && !errors.waits()) {
                errors.keep(expected, widths, scale);
            }
            return new MultiStepForecast.Path(name, Values.of(expected), Values.of(lower), Values.of(upper));
        }
    }
}
