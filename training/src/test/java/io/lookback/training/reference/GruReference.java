package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.doubles;
import static io.lookback.training.reference.Algebra.sigmoid;

import io.lookback.training.graph.ModelFile;

/** One gated recurrent unit over one sequence. */
final class GruReference implements StepReference {

    private final ModelFile model;
    private double[] h;

    GruReference(ModelFile model) {
        this.model = model;
        this.h = new double[model.size("hidden")];
    }

    @Override
    public double[] step(float[] x) {
        h = next(model, "", doubles(x), h);
        return Algebra.head(x, affine(h, model.weight("head_weight"), model.weight("head_bias")));
    }

    /** The state after an input, by the unit whose weights have that prefix. */
    static double[] next(ModelFile model, String prefix, double[] input, double[] h) {
        double[] gates =
                affine(concat(input, h), model.weight(prefix + "gate_weight"), model.weight(prefix + "gate_bias"));
        double[] fromX = affine(input, model.weight(prefix + "input_weight"), model.weight(prefix + "input_bias"));
        double[] fromH = affine(h, model.weight(prefix + "hidden_weight"), model.weight(prefix + "hidden_bias"));
        double[] next = new double[h.length];
        for (int k = 0; k < h.length; k++) {
            double reset = sigmoid(gates[k]);
            double update = sigmoid(gates[h.length + k]);
            double candidate = Math.tanh(fromX[k] + reset * fromH[k]);
            next[k] = (1 - update) * candidate + update * h[k];
        }
        return next;
    }
}
