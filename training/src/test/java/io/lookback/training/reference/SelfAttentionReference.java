package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.doubles;
import static io.lookback.training.reference.Algebra.product;
import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.List;

/**
 * The self-attention RNN over a whole sequence. Every step scores the full history afresh: it keeps the hidden states
 * and nothing else, so what the incremental form caches is checked, too.
 */
public final class SelfAttentionReference {

    private final ModelFile model;
    private final int hidden;
    private final String align;

    public SelfAttentionReference(ModelFile model) {
        this.model = model;
        this.hidden = model.size("hidden");
        this.align = model.card().getOrDefault("lookback.align", "none");
    }

    /** Predictions {@code [T][mean, scale]} and the weights {@code [T][1..t]} for {@code inputs [T][F]}. */
    public Sequence of(List<float[]> inputs) {
        return of(inputs, (step, row) -> true);
    }

    /** Likewise, but each step reads only some of the steps before it. */
    public Sequence of(List<float[]> inputs, Reads reads) {
        int length = inputs.size();
        double[][] predictions = new double[length][];
        double[][] weights = new double[length][];
        double[][] h = new double[length][];
        double[] context = new double[hidden];
        for (int t = 0; t < length; t++) {
            h[t] = hiddenState(inputs.get(t), context);
            weights[t] = softmax(scores(h, t, reads));
            context = weightedSum(weights[t], h);
            double[] raw = affine(concat(h[t], context), model.weight("head_weight"), model.weight("head_bias"));
            predictions[t] = Algebra.head(inputs.get(t), raw);
        }
        return new Sequence(predictions, weights);
    }

    /** Whether a step reads the row of an earlier one. */
    public interface Reads {
        boolean row(int step, int row);
    }

    private double[] hiddenState(float[] x, double[] context) {
        double[] state =
                affine(concat(doubles(x), context), model.weight("recurrent_weight"), model.weight("recurrent_bias"));
        for (int k = 0; k < hidden; k++) {
            state[k] = Math.tanh(state[k]);
        }
        return state;
    }

    /** Row t of the score matrix, up to the diagonal. */
    private double[] scores(double[][] h, int t, Reads reads) {
        double[] scores = new double[t + 1];
        for (int i = 0; i <= t; i++) {
            if (i < t && !reads.row(t, i)) {
                scores[i] = Double.NEGATIVE_INFINITY;
                continue;
            }
            scores[i] = switch (align) {
                case "general" -> Algebra.dot(product(h[t], model.weight("align_weight"), hidden), h[i]);
                case "dot" -> Algebra.dot(h[t], h[i]) / Math.sqrt(hidden);
                case "additive" -> additive(h[t], h[i]);
                default -> throw new IllegalArgumentException("no reference for align " + align);
            };
        }
        return scores;
    }

    private double additive(double[] present, double[] earlier) {
        double[] ofPresent = product(present, model.weight("align_query"), hidden);
        double[] ofEarlier = product(earlier, model.weight("align_row"), hidden);
        float[] vector = model.weight("align_vector");
        double score = 0;
        for (int k = 0; k < hidden; k++) {
            score += vector[k] * Math.tanh(ofPresent[k] + ofEarlier[k]);
        }
        return score;
    }

    private double[] weightedSum(double[] weights, double[][] h) {
        double[] sum = new double[hidden];
        for (int i = 0; i < weights.length; i++) {
            for (int k = 0; k < hidden; k++) {
                sum[k] += weights[i] * h[i][k];
            }
        }
        return sum;
    }
}
