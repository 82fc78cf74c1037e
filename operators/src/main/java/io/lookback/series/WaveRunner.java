package io.lookback.series;

import io.lookback.cell.Prediction;
import io.lookback.custom.CustomModel;
import io.lookback.detection.Sensitivity;
import io.lookback.detection.Verdict;
import io.lookback.detection.evidence.Moment;
import io.lookback.event.Alert;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.forecast.CrossFeatureCorrection.Corrected;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import io.lookback.order.OrderDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a wave, one record each of many series, through a step: admit, normalize, step the cells, judge, observe.
 *
 * <p>The cells are asked for the instant of the record itself, from what was known before it; then the record is judged
 * against that prediction; only then does it become known. One thread.
 */
public final class WaveRunner {

    private final SeriesSpec spec;
    private final SeriesStore store;
    private final CellSteps cells;
    private final StepOutput output;
    private final Sensitivity sensitivity;
    private final ModelPool modelPool;
    private final Counters.Rates rates;
    private final Calendar calendar;
    private final List<Step> steps = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Moment moment = new Moment();
    private final Optional<Lookahead> lookahead;

    /** Without multi-step forecasts. */
    public WaveRunner(
            SeriesSpec spec, ModelPool modelPool, SeriesStore store, StepOutput output, Sensitivity sensitivity) {
        this(spec, modelPool, store, output, sensitivity, Optional.empty());
    }

    /** @param lookahead that makes multi-step forecasts; its owner closes it */
    public WaveRunner(
            SeriesSpec spec,
            ModelPool modelPool,
            SeriesStore store,
            StepOutput output,
            Sensitivity sensitivity,
            Optional<Lookahead> lookahead) {
        this.lookahead = lookahead;
        this.spec = spec;
        this.modelPool = modelPool;
        this.rates = spec.counters().open();
        this.store = store;
        this.cells = new CellSteps(store);
        this.output = output;
        this.sensitivity = sensitivity;
        this.calendar = new Calendar(spec.zone());
    }

    /** @param wave at most one record per series */
    public void run(List<Observation> wave) {
        try {
            wave.forEach(this::admit);
            extend();
            for (Optional<ModelFailure> failure = modelPool.run(); failure.isPresent(); failure = modelPool.run()) {
                output.retire(failure.get());
                again();
            }
            steps.forEach(this::complete);
            lookahead.ifPresent(this::lookAhead);
        } finally {
            steps.clear();
            waiting.clear();
            modelPool.clear();
        }
    }

    private void admit(Observation observation) {
        SeriesCells seriesCells = modelPool.of(observation.series());
        Series series = store.load(observation, seriesCells.layout());
        Fitted fitted = Fitted.of(observation, series.features(), spec.maxFeatures());
        if (fitted.beyond()) {
            output.reject(RejectionText.mismatch(observation, series.features()));
            return;
        }
        if (series.steps() == 0 && !store.begin(observation)) {
            output.reject(RejectionText.beyond(observation));
            return;
        }
        OrderDecision decision = OrderDecision.of(observation.time(), series.lastTime(), spec.order());
        switch (decision.policy()) {
            case SCORE -> take(fitted, seriesCells, series, decision);
            case DEAD_LETTER -> output.reject(RejectionText.outOfOrder(observation, series, decision));
            case DROP -> output.drop(RejectionText.reason(decision));
        }
    }

    /** Without custom models a record goes on at once. */
    private void take(Fitted fitted, SeriesCells seriesCells, Series series, OrderDecision decision) {
        if (modelPool.custom().isEmpty()) {
            prepare(step(fitted, seriesCells, series), decision);
        } else {
            Observation raw = fitted.observation();
            Series wide = fitted.grew() ? series.grow(raw.features()) : series;
            waiting.add(new Waiting(
                    fitted, seriesCells, wide, decision, modelPool.custom().show(rates.of(raw, wide), wide)));
        }
    }

    /** A record that the custom models are shown before it goes on. */
    private record Waiting(
            Fitted fitted,
            SeriesCells seriesCells,
            Series series,
            OrderDecision decision,
            CustomFeatures.Shown shown) {}

    /** Adds to the wave's records what the custom models make of them. */
    private void extend() {
        if (waiting.isEmpty()) {
            return;
        }
        CustomFeatures custom = modelPool.custom();
        custom.run();
        for (Waiting record : waiting) {
            Series series = record.series();
            Observation extended = custom.extended(record.fitted().observation(), series, record.shown());
            Fitted fitted = Fitted.of(extended, series.features(), spec.maxFeatures());
            Step step = step(fitted, record.seriesCells(), series);
            mark(step, record.fitted());
            step.custom = custom.next(series, record.shown());
            if (custom.failed(record.shown())) {
                step.flags.add(Flag.MEMORY_RESET);
            }
            prepare(step, record.decision());
        }
    }

    private Step step(Fitted fitted, SeriesCells seriesCells, Series series) {
        Observation raw = fitted.observation();
        Series wide = fitted.grew() ? series.grow(raw.features()) : series;
        Step step = new Step(rates.of(raw, wide), raw, seriesCells, wide);
        mark(step, fitted);
        return step;
    }

    private static void mark(Step step, Fitted fitted) {
        if (fitted.grew()) {
            step.flags.add(Flag.FEATURES_GREW);
        }
        if (fitted.ignored()) {
            step.flags.add(Flag.FEATURES_IGNORED);
        }
    }

    /** The same wave with other models; nothing of it was written. */
    private void again() {
        List<Step> failed = List.copyOf(steps);
        steps.clear();
        modelPool.clear();
        for (Step before : failed) {
            Observation observation = before.raw;
            SeriesCells seriesCells = modelPool.of(observation.series());
            Series series = store.load(observation, seriesCells.layout());
            Fitted fitted = Fitted.of(observation, series.features(), spec.maxFeatures());
            Step step = step(fitted, seriesCells, series);
            step.flags.addAll(before.flags);
            step.custom = before.custom;
            prepare(step, OrderDecision.of(observation.time(), series.lastTime(), spec.order()));
        }
    }

    private void prepare(Step step, OrderDecision decision) {
        step.flags.addAll(decision.flags());
        if (step.series.gapBefore(step.observation.time())) {
            step.flags.add(Flag.GAP);
        }
        for (int channel = 0; channel < step.series.channels().size(); channel++) {
            addChannel(step, channel);
        }
        steps.add(step);
    }

    private void addChannel(Step step, int index) {
        Channel channel = step.series.channels().get(index);
        boolean missing = step.observation.values().missing(index);
        if (missing && !modelPool.custom().makes(step.series.features().names().get(index))) {
            step.flags.add(Flag.MISSING);
        }
        boolean advances = !missing && channel.started();
        float[] input = new float[advances ? CellInput.SIZE : 0];
        if (advances) {
            channel.writeInput(input, 0, step.observation.time(), calendar);
        }
        step.inputs[index] = input;
        cells.add(step, index, input);
    }

    private void complete(Step step) {
        Series series = step.series;
        if (!CellSteps.finite(step)) {
            step.flags.add(Flag.MEMORY_RESET);
        }
        series.join(modelPool.custom().forecasters());
        double rateFactor = sensitivity.rateFactor(step.observation.series(), step.observation.time());
        Corrected corrected = series.correction().correct(forecasts(step), step.inputs);
        List<Forecast> forecasts = corrected.forecasts();
        Verdict verdict =
                series.detector().judge(step.observation, series.channels(), forecasts, calendar, moment, rateFactor);
        Score score = new Score(
                withoutPayload(step.observation),
                verdict.score(),
                verdict.severity(),
                verdict.anomaly(),
                verdict.status(),
                verdict.confidence(),
                spec.weights() ? weighed(verdict.features(), forecasts, step) : verdict.features(),
                step.flags,
                step.seriesCells.models(),
                CellSteps.attention(step, modelPool.attended()));
        cells.advance(step);
        learn(step, forecasts);
        series.correction().learn(corrected, step.observation.values()::at);
        if (!step.custom.isEmpty()) {
            series.remember(spec.models().stream().map(CustomModel::signature).toList(), step.custom);
        }
        lookahead.ifPresentOrElse(
                ahead -> ahead.learn(series, step.observation, step.flags.contains(Flag.GAP)), series::forgetHorizons);
        series.observe(step.observation, calendar);
        count(step);
        store.save(step.observation, series);
        output.score(score);
        output.moved(step.observation, step.before, SeriesStatus.of(series));
        for (Alert alert : verdict.alerts()) {
            output.alert(alert, step.observation.time());
        }
        if (output.collectsRecords()) {
            output.completed(
                    step.observation, score, verdict.alerts(), series.detector().openAlert(step.observation.series()));
        }
    }

    /** A series keeps the forecast that it made, so it is saved once more. */
    private void lookAhead(Lookahead ahead) {
        List<Step> forecast = steps.stream()
                .filter(step -> ahead.take(step.observation, step.series, store))
                .toList();
        ahead.run(output);
        forecast.forEach(step -> store.keep(step.observation, step.series));
    }

    /** Remembers what was counted, and says once of each value that climbs for long that it may be a counter. */
    private void count(Step step) {
        List<Channel> channels = step.series.channels();
        for (int channel = 0; channel < channels.size(); channel++) {
            boolean climbs =
                    channels.get(channel).raw().observe(step.raw.values().at(channel), step.raw.time());
            if (climbs && !rates.declared(step.raw.features(), channel)) {
                output.climbs(step.raw.series(), step.raw.features().names().get(channel));
            }
        }
    }

    /** Of each feature by itself. */
    private List<Forecast> forecasts(Step step) {
        int channels = step.series.channels().size();
        List<Forecast> forecasts = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            forecasts.add(forecast(step, channel));
        }
        return forecasts;
    }

    private Forecast forecast(Step step, int index) {
        Channel channel = step.series.channels().get(index);
        float[] input = step.inputs[index];
        if (input.length == 0) {
            return Forecast.NONE;
        }
        List<Prediction> predictions = CellSteps.predictions(step, index);
        boolean lookingBack = CellSteps.looksBack(step, predictions);
        predictions.addAll(modelPool.custom().predictions(step.series, index));
        return step.series
                .forecast(index)
                .forecast(
                        predictions,
                        Experts.beside(lookingBack),
                        input,
                        channel.normalizer().units());
    }

    private static void learn(Step step, List<Forecast> forecasts) {
        for (int channel = 0; channel < forecasts.size(); channel++) {
            if (!step.observation.values().missing(channel)) {
                step.series
                        .forecast(channel)
                        .learn(forecasts.get(channel), step.observation.values().at(channel));
            }
        }
    }

    private static List<FeatureScore> weighed(List<FeatureScore> features, List<Forecast> forecasts, Step step) {
        List<FeatureScore> weighed = new ArrayList<>(features.size());
        for (int f = 0; f < features.size(); f++) {
            weighed.add(features.get(f).withWeights(forecasts.get(f).weights(step.seriesCells.names())));
        }
        return weighed;
    }

    private static Observation withoutPayload(Observation observation) {
        if (observation.payload() == Payload.NONE) {
            return observation;
        }
        return new Observation(
                observation.series(),
                observation.time(),
                observation.features(),
                observation.values(),
                observation.origin(),
                Payload.NONE);
    }
}
