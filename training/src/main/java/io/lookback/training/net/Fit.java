package io.lookback.training.net;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import io.lookback.training.example.Batch;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Adam (Kingma and Ba, 2015) with a linear warm-up and a cosine schedule down to zero; gradients are scaled back to
 * norm 1 when longer. A batch whose loss or gradient is not finite teaches nothing.
 */
public final class Fit {

    private static final int WARM_UP = 50;
    private static final double LONGEST_GRADIENT = 1;
    /** So many batches in a row without a finite gradient, and training has diverged. */
    private static final int MOST_SKIPPED = 10;

    private final Network network;
    private final NDManager manager;
    private final Optimizer optimizer;
    private int skipped;

    public Fit(Network network, Recipe recipe, NDManager manager) {
        this.network = network;
        this.manager = manager;
        this.optimizer =
                Optimizer.adam().optLearningRateTracker(schedule(recipe)).build();
    }

    /**
     * Learns from one batch, unless its loss or its gradient is not finite.
     *
     * @return the loss before the step
     * @throws IllegalStateException if too many batches in a row taught nothing
     */
    public double step(Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            double loss = backward(batch, scope);
            double length = gradientLength(scope);
            if (Double.isFinite(loss) && Double.isFinite(length)) {
                update(Math.min(1, LONGEST_GRADIENT / (length + 1e-6)), scope);
                skipped = 0;
            } else {
                skip(loss, scope);
            }
            return loss;
        }
    }

    /** The loss of the next value on a batch, learning nothing. */
    public double evaluate(Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            return StudentLoss.of(network, batch, scope).getFloat();
        }
    }

    private double backward(Batch batch, NDManager scope) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = StudentLoss.of(network, batch, network.ahead(), scope);
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private double gradientLength(NDManager scope) {
        double[] squares = {0};
        network.parameters()
                .forEach((name, weight) -> squares[0] += onGradient(
                        weight, scope, gradient -> gradient.square().sum().getFloat()));
        return Math.sqrt(squares[0]);
    }

    private void update(double shrink, NDManager scope) {
        network.parameters()
                .forEach((name, weight) -> onGradient(weight, scope, gradient -> {
                    gradient.muli(shrink);
                    optimizer.update(name, weight, gradient);
                    gradient.muli(0);
                    return 0;
                }));
    }

    private void skip(double loss, NDManager scope) {
        skipped++;
        if (skipped > MOST_SKIPPED) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%d batches in a row had no finite gradient; the last loss of the %s was %s. Train again with"
                            + " another seed, or with a lower --rate.",
                    skipped,
                    network.cell(),
                    loss));
        }
        network.parameters()
                .forEach((name, weight) -> onGradient(weight, scope, gradient -> {
                    gradient.set(new NDIndex("..."), 0);
                    return 0;
                }));
    }

    private static double onGradient(NDArray weight, NDManager scope, ToDoubleFunction<NDArray> action) {
        NDArray gradient = weight.getGradient();
        gradient.attach(scope);
        return action.applyAsDouble(gradient);
    }

    private static Tracker schedule(Recipe recipe) {
        int warmUp = Math.min(WARM_UP, recipe.iterations() / 2);
        Tracker cosine = Tracker.cosine()
                .setBaseValue(recipe.rate())
                .optFinalValue(0)
                .setMaxUpdates(Math.max(1, recipe.iterations() - warmUp))
                .build();
        return Tracker.warmUp()
                .optWarmUpSteps(warmUp)
                .optWarmUpBeginValue(recipe.rate() / Math.max(1, warmUp))
                .optWarmUpMode(WarmUpTracker.Mode.LINEAR)
                .setMainTracker(cosine)
                .build();
    }
}
