package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.doubles;

import io.lookback.training.graph.ModelFile;

/** One simple recurrent network over one sequence. */
final class RnnReference implements StepReference {

    private final ModelFile model;
    private double[] h;

    RnnReference(ModelFile model) {
        this.model = model;
        this.h = new double[model.size("hidden")];
    }

    @Override
    public double[] step(float[] x) {
        h = affine(concat(doubles(x), h), model.weight("recurrent_weight"), model.weight("recurrent_bias"));
        for (int k = 0; k < h.length; k++) {
            h[k] = Math.tanh(h[k]);
        }
        return Algebra.head(x, affine(h, model.weight("head_weight"), model.weight("head_bias")));
    }
}
