package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolution, attention and recurrence side by side over one sequence. */
final class HybridReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final AttentionReference attention;
    private final List<double[]> inputs = new ArrayList<>();
    private double[] h;

    HybridReference(ModelFile model) {
        this.model = model;
        this.attention = AttentionReference.plain(model);
        this.h = new double[model.size("hidden")];
    }

    @Override
    public double[] step(double[] x) {
        inputs.add(x);
        double[] near = {};
        for (int back = model.size("taps") - 1; back >= 0; back--) {
            int at = inputs.size() - 1 - back;
            near = concat(near, at < 0 ? new double[x.length] : inputs.get(at));
        }
        double[] convolved = tanh(BlockReference.linear(model, "taps", near));
        h = tanh(affine(concat(x, h), model.weight("recurrent_weight"), model.weight("recurrent_bias")));
        double[] attended = attention.step(x);
        float[] gates = model.weight("gates");
        double[] all = new double[x.length];
        for (int k = 0; k < all.length; k++) {
            all[k] = gates[0] * convolved[k] + gates[1] * attended[k] + gates[2] * h[k];
        }
        return all;
    }

    private static double[] tanh(double[] x) {
        return Arrays.stream(x).map(Math::tanh).toArray();
    }
}
