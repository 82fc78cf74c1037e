package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Attention to compressed pages over one sequence: keeps all steps and compresses every full page anew at each. */
final class LowRankReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final int heads;
    private final int page;
    private final int rank;
    private final List<double[]> projected = new ArrayList<>();

    LowRankReference(ModelFile model) {
        this.model = model;
        this.heads = model.size("heads");
        this.page = model.size("page");
        this.rank = model.size("rank");
    }

    /** A key and a value of all heads, and how old they are. */
    private record Pair(double[] key, double[] value, int age) {}

    @Override
    public double[] step(double[] x) {
        projected.add(BlockReference.linear(model, "project", x));
        List<Pair> pairs = pairs(x.length);
        double[] query = projected.get(projected.size() - 1);
        int size = x.length / heads;
        double[] read = new double[x.length];
        for (int head = 0; head < heads; head++) {
            double[] scores = new double[pairs.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] =
                        -model.weight("rate")[head] * Math.log1p(pairs.get(i).age());
                for (int k = head * size; k < (head + 1) * size; k++) {
                    scores[i] += query[k] * pairs.get(i).key()[k] / Math.sqrt(size);
                }
            }
            double[] weights = softmax(scores);
            for (int i = 0; i < weights.length; i++) {
                for (int k = head * size; k < (head + 1) * size; k++) {
                    read[k] += weights[i] * pairs.get(i).value()[k];
                }
            }
        }
        return BlockReference.linear(model, "mix", read);
    }

    private List<Pair> pairs(int hidden) {
        int t = projected.size() - 1;
        List<Pair> pairs = new ArrayList<>();
        for (int full = 0; full < t / page; full++) {
            for (int row = 0; row < rank; row++) {
                double[] key = mapped("key_map", full, row, hidden, hidden);
                double[] value = mapped("value_map", full, row, 2 * hidden, hidden);
                pairs.add(new Pair(key, value, t - (full + 1) * page + 1));
            }
        }
        for (int i = t / page * page; i <= t; i++) {
            double[] key = Arrays.copyOfRange(projected.get(i), hidden, 2 * hidden);
            double[] value = Arrays.copyOfRange(projected.get(i), 2 * hidden, 3 * hidden);
            pairs.add(new Pair(key, value, t - i));
        }
        return pairs;
    }

    private double[] mapped(String map, int full, int row, int from, int hidden) {
        double[] mapped = new double[hidden];
        for (int i = 0; i < page; i++) {
            for (int k = 0; k < hidden; k++) {
                mapped[k] += model.weight(map)[row * page + i] * projected.get(full * page + i)[from + k];
            }
        }
        return mapped;
    }
}
