package io.lookback.training;

import io.lookback.training.net.Network;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.series.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to train.
 *
 * @param kind of cell
 * @param seed of everything that is drawn: corpus, first weights, batches
 * @param options of the network
 * @param recipe stretches, iterations, learning rate
 * @param generated number of generated series to learn from
 * @param series the user's own, one per channel; they make up half of every batch. Empty: only generated ones
 * @param from a model of the same cell to go on from; null to begin with weights that are drawn
 * @param out the .onnx file to write
 */
public record TrainSpec(
        CellKind kind,
        long seed,
        NetworkOptions options,
        Recipe recipe,
        int generated,
        List<Series> series,
        @Nullable Path from,
        Path out) {

    /** Unless told otherwise. */
    public static final long DEFAULT_SEED = 17;

    /** Generated series in the shipped models' corpus. */
    public static final int DEFAULT_GENERATED = 3000;

    public TrainSpec {
        series = List.copyOf(series);
        if (generated < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d generated series teach nothing; give at least 1.", generated));
        }
    }

    /** The training that a kind gets unless told otherwise. */
    public static TrainSpec shipped(CellKind kind, Path out) {
        return new TrainSpec(
                kind, DEFAULT_SEED, NetworkOptions.DEFAULT, kind.recipe(), DEFAULT_GENERATED, List.of(), null, out);
    }

    public TrainSpec withSeed(long other) {
        return new TrainSpec(kind, other, options, recipe, generated, series, from, out);
    }

    public TrainSpec withOptions(NetworkOptions other) {
        return new TrainSpec(kind, seed, other, recipe, generated, series, from, out);
    }

    public TrainSpec withIterations(int other) {
        return new TrainSpec(kind, seed, options, recipe.withIterations(other), generated, series, from, out);
    }

    public TrainSpec withGenerated(int other) {
        return new TrainSpec(kind, seed, options, recipe, other, series, from, out);
    }

    public TrainSpec withSeries(List<Series> other) {
        return new TrainSpec(kind, seed, options, recipe, generated, other, from, out);
    }

    /** @param other model of the same cell to go on from, in place of weights that are drawn */
    public TrainSpec withFrom(Path other) {
        return new TrainSpec(kind, seed, options, recipe, generated, series, other, out);
    }

    public TrainSpec withRate(float other) {
        return new TrainSpec(kind, seed, options, recipe.withRate(other), generated, series, from, out);
    }

    Network freshNetwork(Parameters parameters) {
        return kind.freshNetwork(options, parameters);
    }
}
