package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.doubles;
import static io.lookback.training.reference.Algebra.sigmoid;

import io.lookback.training.graph.ModelFile;

/** One LSTM over one sequence. */
public final class LstmReference {

    private final ModelFile model;
    private final int hidden;
    private double[] h;
    private final double[] c;

    public LstmReference(ModelFile model) {
        this.model = model;
        this.hidden = model.size("hidden");
        this.h = new double[hidden];
        this.c = new double[hidden];
    }

    public double[] step(float[] x) {
        double[] gates = affine(concat(doubles(x), h), model.weight("gate_weight"), model.weight("gate_bias"));
        h = new double[hidden];
        for (int k = 0; k < hidden; k++) {
            double i = sigmoid(gates[k]);
            double f = sigmoid(gates[hidden + k]);
            double o = sigmoid(gates[2 * hidden + k]);
            double g = Math.tanh(gates[3 * hidden + k]);
            c[k] = f * c[k] + i * g;
            h[k] = o * Math.tanh(c[k]);
        }
        return Algebra.head(x, affine(h, model.weight("head_weight"), model.weight("head_bias")));
    }
}
