package io.lookback.training.reference;

import io.lookback.training.graph.ModelFile;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Linear attention over one sequence, head by head, as the sums of its definition. */
final class LinearAttentionReference implements BlockReference.Mixing {

    private static final double KEPT = 1 - 1.0 / 65536;

    private final ModelFile model;
    private final UnaryOperator<double[]> features;
    private final int heads;
    private final double[][][] pairs;
    private final double[][] keys;

    private LinearAttentionReference(ModelFile model, int size, UnaryOperator<double[]> features) {
        this.model = model;
        this.features = features;
        this.heads = model.size("heads");
        this.pairs = new double[heads][size][model.size("hidden") / heads];
        this.keys = new double[heads][size];
    }

    static LinearAttentionReference elu(ModelFile model) {
        int size = model.size("hidden") / model.size("heads");
        return new LinearAttentionReference(
                model,
                size,
                x -> Arrays.stream(x)
                        .map(each -> each > 0 ? each + 1 : Math.exp(each))
                        .toArray());
    }

    static LinearAttentionReference random(ModelFile model) {
        int size = model.size("features");
        float[] omega = model.weight("omega");
        return new LinearAttentionReference(model, size, x -> {
            double[] scaled = Arrays.stream(x)
                    .map(each -> each / Math.pow(x.length, 0.25))
                    .toArray();
            double[] matched = Algebra.product(scaled, omega, size);
            double half = Algebra.dot(scaled, scaled) / 2;
            return Arrays.stream(matched)
                    .map(each -> (Math.exp(each - half) + 1e-4) / Math.sqrt(size))
                    .toArray();
        });
    }

    @Override
    public double[] step(double[] x) {
        int size = x.length / heads;
        double[] projected = BlockReference.linear(model, "project", x);
        double[] read = new double[x.length];
        for (int head = 0; head < heads; head++) {
            int at = head * size;
            double[] query = features.apply(Arrays.copyOfRange(projected, at, at + size));
            double[] key = features.apply(Arrays.copyOfRange(projected, x.length + at, x.length + at + size));
            double total = 0;
            for (int feature = 0; feature < key.length; feature++) {
                keys[head][feature] = KEPT * keys[head][feature] + key[feature];
                total += query[feature] * keys[head][feature];
                for (int k = 0; k < size; k++) {
                    double value = projected[2 * x.length + at + k];
                    pairs[head][feature][k] = KEPT * pairs[head][feature][k] + key[feature] * value;
                    read[at + k] += query[feature] * pairs[head][feature][k];
                }
            }
            for (int k = 0; k < size; k++) {
                read[at + k] /= total;
            }
        }
        return BlockReference.linear(model, "mix", read);
    }
}
