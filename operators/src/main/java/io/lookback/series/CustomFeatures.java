package io.lookback.series;

import io.lookback.cell.CellOptions;
import io.lookback.cell.Prediction;
import io.lookback.custom.CustomCard;
import io.lookback.custom.CustomExecutor;
import io.lookback.custom.CustomMemory;
import io.lookback.custom.CustomModel;
import io.lookback.custom.Task;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Values;
import io.lookback.normalize.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the records of a wave what the job's custom models make of them: the root mean square error of a forecast or a
 * reconstruction over the model's features, in normalized units, or a score as it is. The new feature is judged as any
 * other. One thread; the owner closes it.
 *
 * <p>A record that lacks one of a model's features, or has a value of a feature that just began, is not shown to the model
 * and has no value of its feature; a window goes on with the next record that it can see. A masked model is shown each
 * record that has at least one of its features, and is judged by those that are there.
 */
final class CustomFeatures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CustomFeatures.class);
    private static final int NOT_SHOWN = -1;

    private final List<CustomModel> models;
    private final List<CustomExecutor> executors = new ArrayList<>();
    private final List<String> forecasters;
    private final Set<String> made;

    /** Features of the models whose failure was logged. */
    private final Set<String> told = new HashSet<>();

    CustomFeatures(List<CustomModel> models, CellOptions options) {
        this.models = models;
        this.forecasters = models.stream()
                .filter(CustomModel::forecasts)
                .map(CustomModel::signature)
                .toList();
        this.made = models.stream().map(model -> model.card().feature()).collect(Collectors.toUnmodifiableSet());
        try {
            models.forEach(model -> executors.add(model.open(options.device(), options.maxRows())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whose forecasts count beside those of the cells, by what their memories are called. */
    List<String> forecasters() {
        return forecasters;
    }

    /** What each of these expects of a channel's next value, of a series that has not seen it. */
    List<Prediction> predictions(Series series, int channel) {
        if (forecasters.isEmpty()) {
            return List.of();
        }
        String feature = series.features().names().get(channel);
        List<Prediction> predictions = new ArrayList<>(forecasters.size());
        for (int m = 0; m < models.size(); m++) {
            CustomModel model = models.get(m);
            if (model.forecasts()) {
                int place = model.card().features().indexOf(feature);
                predictions.add(place < 0 ? Prediction.NONE : model.expected(series.customMemory(m, model), place));
            }
        }
        return predictions;
    }

    boolean isEmpty() {
        return models.isEmpty();
    }

    /** A record on its way through the models. */
    static final class Shown {
        private final int[] rows;
        private final float[][] records;

        private Shown(int models) {
            this.rows = new int[models];
            this.records = new float[models][];
        }
    }

    /** Adds a record to the models' wave, of a series as it was before. */
    Shown show(Observation observation, Series series) {
        Shown shown = new Shown(models.size());
        for (int m = 0; m < models.size(); m++) {
            CustomModel model = models.get(m);
            float @Nullable [] record = record(model, observation, series);
            shown.rows[m] = record == null ? NOT_SHOWN : executors.get(m).add(record, series.customMemory(m, model));
            shown.records[m] = record == null ? new float[0] : record;
        }
        return shown;
    }

    void run() {
        executors.forEach(CustomExecutor::run);
    }

    /** The record with the features that the models make, where they have something to say. */
    Observation extended(Observation observation, Series series, Shown shown) {
        List<String> names = new ArrayList<>(observation.features().names());
        List<Double> values = new ArrayList<>();
        for (double value : observation.values().toArray()) {
            values.add(value);
        }
        for (int m = 0; m < models.size(); m++) {
            CustomCard card = models.get(m).card();
            double value = shown.rows[m] == NOT_SHOWN ? Double.NaN : value(m, series, shown);
            int known = names.indexOf(card.feature());
            if (known < 0 && !Double.isNaN(value)) {
                names.add(card.feature());
                values.add(value);
            } else if (known >= 0 && observation.values().missing(known)) {
                values.set(known, value);
            }
        }
        return new Observation(
                observation.series(),
                observation.time(),
                new Features(names),
                Values.of(values.stream().mapToDouble(Double::doubleValue).toArray()),
                observation.origin(),
                observation.payload());
    }

    private double value(int m, Series series, Shown shown) {
        CustomCard card = models.get(m).card();
        float @Nullable [] outcome = executors.get(m).outcome(shown.rows[m]);
        if (outcome == null) {
            return Double.NaN;
        }
        return card.task() == Task.SCORE ? outcome[0] : error(card, series, shown.records[m], outcome);
    }

    private static double error(CustomCard card, Series series, float[] record, float[] said) {
        double sum = 0;
        int present = 0;
        for (int f = 0; f < record.length; f++) {
            if (Float.isNaN(record[f])) {
                continue;
            }
            present++;
            double difference = record[f] - said[f];
            if (!card.normalized()) {
                Normalizer units = normalizer(card, f, series);
                difference = units.normalize(record[f]) - units.normalize(said[f]);
            }
            sum += difference * difference;
        }
        return Math.sqrt(sum / present);
    }

    /** Whether a model failed for the record. The log names the first cause of each model. */
    boolean failed(Shown shown) {
        boolean failed = false;
        for (int m = 0; m < models.size(); m++) {
            String failure =
                    shown.rows[m] == NOT_SHOWN ? null : executors.get(m).failure(shown.rows[m]);
            if (failure != null) {
                failed = true;
                tell(models.get(m).card(), failure);
            }
        }
        return failed;
    }

    private void tell(CustomCard card, String failure) {
        if (told.add(card.feature())) {
            LOG.warn(
                    "Model '{}' fails for some records, which are scored without its feature '{}'; told once: {}",
                    card.qualifiedName(),
                    card.feature(),
                    failure);
        }
    }

    /** Whether a feature is made by a model: a record without it lacks nothing. */
    boolean makes(String feature) {
        return made.contains(feature);
    }

    /** What the models remember after the wave's record, in their order; a model that failed begins afresh. */
    List<CustomMemory> next(Series series, Shown shown) {
        List<CustomMemory> memories = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            CustomMemory before = series.customMemory(m, models.get(m));
            CustomMemory after =
                    shown.rows[m] == NOT_SHOWN ? before : executors.get(m).next(shown.rows[m]);
            memories.add(after == null ? models.get(m).freshMemory() : after);
        }
        return memories;
    }

    void clear() {
        executors.forEach(CustomExecutor::clear);
    }

    @Override
    public void close() {
        executors.forEach(CustomExecutor::close);
        executors.clear();
    }

    /** What the model reads of a record, NaN where it is missing; null if it cannot go without what is missing. */
    private static float @Nullable [] record(CustomModel model, Observation observation, Series series) {
        float[] record = new float[model.card().features().size()];
        int missing = 0;
        for (int f = 0; f < record.length; f++) {
            record[f] = value(model.card(), f, observation, series);
            missing += Float.isNaN(record[f]) ? 1 : 0;
        }
        return missing > 0 && (missing == record.length || !model.form().masked()) ? null : record;
    }

    /** NaN where the record or the series lacks the feature, and for its first value, which only tells its unit. */
    private static float value(CustomCard card, int feature, Observation observation, Series series) {
        String name = card.features().get(feature);
        int at = observation.features().names().indexOf(name);
        if (at < 0
                || observation.values().missing(at)
                || !series.features().names().contains(name)) {
            return Float.NaN;
        }
        Normalizer units = normalizer(card, feature, series);
        double value = observation.values().at(at);
        return units.count() == 0 ? Float.NaN : (float) (card.normalized() ? units.normalize(value) : value);
    }

    private static Normalizer normalizer(CustomCard card, int feature, Series series) {
        int channel = series.features().names().indexOf(card.features().get(feature));
        return series.channels().get(channel).normalizer();
    }

    /** @throws IllegalArgumentException if two models would make the same feature */
    static void requireDistinct(List<CustomModel> models) {
        List<String> features =
                models.stream().map(model -> model.card().feature()).toList();
        for (String feature : features) {
            if (features.indexOf(feature) != features.lastIndexOf(feature)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "models names two models that make the feature '%s'. Give one of them another name in its card.",
                        feature));
            }
        }
    }
}
