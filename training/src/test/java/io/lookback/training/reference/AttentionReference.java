package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Causal attention over one sequence: every step scores its whole past afresh, with each index as it is. */
final class AttentionReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final Weighing weighing;
    private final int heads;
    private final int groups;
    private final boolean rotary;
    private final List<double[]> projected = new ArrayList<>();

    private AttentionReference(ModelFile model, Weighing weighing) {
        this.model = model;
        this.weighing = weighing;
        this.heads = model.size("heads");
        this.groups = model.size("kv-heads");
        this.rotary = "rotary".equals(model.card().get("lookback.positions"));
    }

    /** What becomes of the scores of a head. */
    interface Weighing {

        /** @param x the step, positions included */
        double[] of(double[] scores, double[] x);
    }

    static AttentionReference plain(ModelFile model) {
        return new AttentionReference(model, (scores, x) -> softmax(scores));
    }

    /** Plain, over a history of which whole pages have left. */
    static AttentionReference sliding(ModelFile model, int maxSteps) {
        return new AttentionReference(model, (scores, x) -> {
            int surplus = scores.length - 1 - maxSteps;
            int first = surplus <= 0 ? 0 : (surplus + 31) / 32 * 32;
            Arrays.fill(scores, 0, first, Double.NEGATIVE_INFINITY);
            return softmax(scores);
        });
    }

    static AttentionReference best(ModelFile model) {
        int k = model.size("k");
        return new AttentionReference(model, (scores, x) -> {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            double least = sorted[Math.max(0, sorted.length - k)];
            return softmax(Arrays.stream(scores)
                    .map(score -> score >= least ? score : Double.NEGATIVE_INFINITY)
                    .toArray());
        });
    }

    static AttentionReference predicted(ModelFile model) {
        int reach = model.size("reach");
        return new AttentionReference(model, (scores, x) -> {
            double[] inner = Arrays.stream(BlockReference.linear(model, "position", x))
                    .map(Math::tanh)
                    .toArray();
            double place = scores.length * Algebra.sigmoid(BlockReference.linear(model, "position_of", inner)[0]);
            double[] near = scores.clone();
            for (int i = 0; i < near.length; i++) {
                near[i] = Math.abs(i - place) > reach ? Double.NEGATIVE_INFINITY : near[i];
            }
            double[] weights = softmax(near);
            for (int i = 0; i < near.length; i++) {
                weights[i] *= Math.exp(-(i - place) * (i - place) / (2 * reach / 2.0 * reach / 2.0));
            }
            return weights;
        });
    }

    @Override
    public double[] step(double[] x) {
        double[] placed = rotary ? x : Algebra.sum(x, waves(x.length));
        projected.add(BlockReference.linear(model, "project", placed));
        int size = x.length / heads;
        int t = projected.size() - 1;
        double[] read = new double[x.length];
        for (int head = 0; head < heads; head++) {
            int group = head / (heads / groups);
            double[] scores = new double[t + 1];
            double[] query = turned(projected.get(t), head * size, size, t);
            for (int i = 0; i <= t; i++) {
                double[] key = turned(projected.get(i), x.length + group * size, size, i);
                scores[i] = Algebra.dot(query, key) / Math.sqrt(size);
            }
            double[] weights = weighing.of(scores, placed);
            for (int i = 0; i <= t; i++) {
                for (int k = 0; k < size; k++) {
                    double value = projected.get(i)[x.length + (groups + group) * size + k];
                    read[head * size + k] += weights[i] * value;
                }
            }
        }
        return BlockReference.linear(model, "mix", read);
    }

    private double[] turned(double[] from, int at, int size, int index) {
        double[] part = Arrays.copyOfRange(from, at, at + size);
        if (!rotary) {
            return part;
        }
        int half = size / 2;
        double[] turned = new double[size];
        for (int k = 0; k < half; k++) {
            double angle = index * Math.pow(10_000, -(double) k / half);
            turned[k] = part[k] * Math.cos(angle) - part[half + k] * Math.sin(angle);
            turned[half + k] = part[k] * Math.sin(angle) + part[half + k] * Math.cos(angle);
        }
        return turned;
    }

    private double[] waves(int size) {
        double[] waves = new double[size];
        for (int k = 0; k < size / 2; k++) {
            double angle = projected.size() * Math.pow(10_000, -2.0 * k / size);
            waves[k] = Math.sin(angle);
            waves[size / 2 + k] = Math.cos(angle);
        }
        return waves;
    }
}
