package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.doubles;
import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.Arrays;
import java.util.List;

/**
 * The local attention block over a whole sequence: the full score matrix of every head with a banded causal mask. Reads
 * the weights from the graph, undoing the layout that the step form gives to queries and output map.
 */
public final class LocalAttentionReference {

    private final ModelFile model;
    private final int hidden;
    private final int heads;
    private final int headSize;
    private final int window;
    private final float[] ageBias;
    private final float[] ownBias;

    public LocalAttentionReference(ModelFile model) {
        this.model = model;
        this.hidden = model.size("hidden");
        this.heads = model.size("heads");
        this.headSize = hidden / heads;
        this.window = model.size("window");
        this.ageBias = model.weight("age_bias");
        this.ownBias = model.weight("own_bias");
    }

    /** Predictions {@code [T][mean, scale]} and weights {@code [T][attended]}, mean over heads. */
    public Sequence of(List<float[]> inputs) {
        int length = inputs.size();
        double[][] embedded = new double[length][];
        double[][] projected = new double[length][];
        for (int t = 0; t < length; t++) {
            embedded[t] = linear(doubles(inputs.get(t)), "embed");
            projected[t] = linear(norm(embedded[t], "attention_norm"), "project");
        }
        double[][] predictions = new double[length][];
        double[][] weights = new double[length][];
        for (int t = 0; t < length; t++) {
            double[][] ofHeads = weights(projected, t);
            weights[t] = mean(ofHeads);
            double[] raw = block(embedded[t], context(projected, ofHeads, t));
            predictions[t] = Algebra.head(inputs.get(t), raw);
        }
        return new Sequence(predictions, weights);
    }

    /** Row t of every head's full score matrix, masked outside the band, as weights from its first unmasked step on. */
    private double[][] weights(double[][] projected, int t) {
        int length = projected.length;
        int first = Math.max(0, t - window);
        double[][] weights = new double[heads][];
        for (int head = 0; head < heads; head++) {
            double[] row = new double[length];
            for (int i = 0; i < length; i++) {
                int age = t - i;
                row[i] = age < 0 || age > window ? Double.NEGATIVE_INFINITY : score(projected, t, i, head);
            }
            double[] full = softmax(row);
            weights[head] = Arrays.copyOfRange(full, first, t + 1);
        }
        return weights;
    }

    private double score(double[][] projected, int t, int i, int head) {
        double dot = 0;
        for (int k = head * headSize; k < (head + 1) * headSize; k++) {
            dot += projected[t][k] * projected[i][2 * hidden + k];
        }
        return dot + (i == t ? ownBias[head] : ageBias[(t - i) * heads + head]);
    }

    private double[] context(double[][] projected, double[][] weights, int t) {
        int first = t + 1 - weights[0].length;
        double[] context = new double[hidden];
        for (int k = 0; k < hidden; k++) {
            double[] ofHead = weights[k / headSize];
            for (int i = first; i <= t; i++) {
                context[k] += ofHead[i - first] * projected[i][3 * hidden + k];
            }
        }
        return context;
    }

    private double[] block(double[] embedded, double[] context) {
        double[] attended = Algebra.sum(embedded, mixed(context));
        double[] wide = linear(norm(attended, "feed_norm"), "widen");
        for (int k = 0; k < wide.length; k++) {
            wide[k] = 0.5 * wide[k] * (1 + Algebra.erf(wide[k] / Math.sqrt(2)));
        }
        return linear(norm(Algebra.sum(attended, linear(wide, "narrow")), "final_norm"), "head");
    }

    private double[] mixed(double[] context) {
        float[] wide = model.weight("mix_weight");
        double[] mixed = doubles(model.weight("mix_bias"));
        for (int k = 0; k < hidden; k++) {
            int row = (k / headSize) * 2 * hidden + hidden + k;
            for (int out = 0; out < hidden; out++) {
                mixed[out] += context[k] * wide[row * hidden + out];
            }
        }
        return mixed;
    }

    private double[] linear(double[] x, String name) {
        return affine(x, model.weight(name + "_weight"), model.weight(name + "_bias"));
    }

    private double[] norm(double[] x, String name) {
        return Algebra.norm(x, model.weight(name + "_gain"), model.weight(name + "_shift"));
    }

    private double[] mean(double[][] ofHeads) {
        double[] mean = new double[ofHeads[0].length];
        for (double[] ofHead : ofHeads) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += ofHead[i] / heads;
            }
        }
        return mean;
    }
}
