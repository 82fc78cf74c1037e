package io.lookback.training.reference;

import io.lookback.training.graph.ModelFile;

/** The diagonal state space over one sequence, channel by channel in complex numbers. */
final class StateSpaceReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final int states;
    private final double[] real;
    private final double[] imaginary;

    StateSpaceReference(ModelFile model) {
        this.model = model;
        this.states = model.size("states");
        this.real = new double[model.size("hidden") * states];
        this.imaginary = new double[real.length];
    }

    @Override
    public double[] step(double[] x) {
        float[] keepReal = model.weight("keep_real");
        float[] keepImaginary = model.weight("keep_imaginary");
        float[] inReal = model.weight("in_real");
        float[] inImaginary = model.weight("in_imaginary");
        double[] y = new double[x.length];
        for (int channel = 0; channel < x.length; channel++) {
            y[channel] = model.weight("direct")[channel] * x[channel];
            for (int at = channel * states; at < (channel + 1) * states; at++) {
                double before = real[at];
                real[at] = keepReal[at] * before - keepImaginary[at] * imaginary[at] + inReal[at] * x[channel];
                imaginary[at] =
                        keepReal[at] * imaginary[at] + keepImaginary[at] * before + inImaginary[at] * x[channel];
                y[channel] += model.weight("twice_out_real")[at] * real[at]
                        - model.weight("twice_out_imaginary")[at] * imaginary[at];
            }
            y[channel] = BlockReference.gelu(y[channel]);
        }
        return BlockReference.linear(model, "mix", y);
    }
}
