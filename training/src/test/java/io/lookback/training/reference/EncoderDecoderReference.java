package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.doubles;
import static io.lookback.training.reference.Algebra.product;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.List;

/** Encoder and decoder over one sequence: keeps all encoder states, and decodes from the last of them. */
public final class EncoderDecoderReference implements StepReference {

    private final ModelFile model;
    private final int window;
    private final int hidden;
    private final List<double[]> encoded = new ArrayList<>();
    private double[] h;

    public EncoderDecoderReference(ModelFile model) {
        this.model = model;
        this.window = model.size("window");
        this.hidden = model.size("hidden");
        this.h = new double[hidden];
    }

    @Override
    public double[] step(float[] x) {
        return step(x, 1)[0];
    }

    /** The same, {@code [steps][mean, scale]} of the next so many values, each decoded after the expected one before. */
    public double[][] step(float[] x, int steps) {
        h = GruReference.next(model, "encoder_", doubles(x), h);
        encoded.add(h);
        List<double[]> attended = encoded.subList(Math.max(0, encoded.size() - 1 - window), encoded.size());
        double[] state = tanh(affine(h, model.weight("start_weight"), model.weight("start_bias")));
        double[] value = {x[0]};
        double[][] ahead = new double[steps][];
        for (int step = 0; step < steps; step++) {
            double[] context = context(state, attended);
            state = GruReference.next(model, "decoder_", concat(value, context), state);
            double[] raw = affine(concat(state, context), model.weight("head_weight"), model.weight("head_bias"));
            ahead[step] = Algebra.head(x, raw);
            value = new double[] {ahead[step][0]};
        }
        return ahead;
    }

    private double[] context(double[] state, List<double[]> states) {
        double[] query = product(state, model.weight("align_query"), hidden);
        double[] vector = doubles(model.weight("align_vector"));
        double[] weights = Algebra.softmax(states.stream()
                .mapToDouble(each ->
                        Algebra.dot(vector, tanh(Algebra.sum(query, product(each, model.weight("align_row"), hidden)))))
                .toArray());
        double[] context = new double[hidden];
        for (int j = 0; j < weights.length; j++) {
            for (int k = 0; k < hidden; k++) {
                context[k] += weights[j] * states.get(j)[k];
            }
        }
        return context;
    }

    private static double[] tanh(double[] x) {
        double[] y = new double[x.length];
        for (int k = 0; k < y.length; k++) {
            y[k] = Math.tanh(x[k]);
        }
        return y;
    }
}
