package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.doubles;

import io.lookback.training.graph.ModelFile;
import java.util.function.Function;

/** The transformer block around whatever sees the past, over one sequence. */
final class BlockReference implements StepReference {

    private final ModelFile model;
    private final Mixing mixing;

    BlockReference(ModelFile model, Function<ModelFile, Mixing> mixing) {
        this.model = model;
        this.mixing = mixing.apply(model);
    }

    /** What sees the past. */
    interface Mixing {

        /** Takes a step {@code [d]} in and returns what it becomes. */
        double[] step(double[] x);
    }

    @Override
    public double[] step(float[] x) {
        double[] embedded = linear(model, "embed", doubles(x));
        double[] mixed = Algebra.sum(embedded, mixing.step(norm("mix_norm", embedded)));
        double[] wide = linear(model, "widen", norm("feed_norm", mixed));
        for (int k = 0; k < wide.length; k++) {
            wide[k] = gelu(wide[k]);
        }
        double[] result = Algebra.sum(mixed, linear(model, "narrow", wide));
        return Algebra.head(x, linear(model, "head", norm("final_norm", result)));
    }

    static double gelu(double x) {
        return 0.5 * x * (1 + Algebra.erf(x / Math.sqrt(2)));
    }

    static double[] linear(ModelFile model, String name, double[] x) {
        return affine(x, model.weight(name + "_weight"), model.weight(name + "_bias"));
    }

    private double[] norm(String name, double[] x) {
        return Algebra.norm(x, model.weight(name + "_gain"), model.weight(name + "_shift"));
    }
}
