package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.sigmoid;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The selective state space over one sequence, channel by channel; the convolution looks at all inputs so far. */
final class SelectiveReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final int channels;
    private final int states;
    private final List<double[]> inputs = new ArrayList<>();
    private final double[][] h;

    SelectiveReference(ModelFile model) {
        this.model = model;
        this.channels = model.size("channels");
        this.states = model.size("states");
        this.h = new double[channels][states];
    }

    @Override
    public double[] step(double[] x) {
        double[] both = BlockReference.linear(model, "in", x);
        inputs.add(both);
        double[] u = convolved();
        double[] selected = BlockReference.linear(model, "select", u);
        int rank = model.size("rank");
        double[] narrow = Arrays.copyOf(selected, rank);
        double[] steps = BlockReference.linear(model, "step", narrow);
        double[] y = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            double delta = Math.log1p(Math.exp(steps[channel]));
            y[channel] = model.weight("direct")[channel] * u[channel];
            for (int n = 0; n < states; n++) {
                double keep = Math.exp(delta * model.weight("decay")[channel * states + n]);
                h[channel][n] = keep * h[channel][n] + delta * u[channel] * selected[rank + n];
                y[channel] += selected[rank + states + n] * h[channel][n];
            }
            y[channel] *= silu(both[channels + channel]);
        }
        return BlockReference.linear(model, "mix", y);
    }

    private double[] convolved() {
        float[] taps = model.weight("taps");
        int width = taps.length / channels;
        double[] u = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            double sum = model.weight("tap_bias")[channel];
            for (int back = 0; back < Math.min(width, inputs.size()); back++) {
                double[] then = inputs.get(inputs.size() - 1 - back);
                sum += taps[(width - 1 - back) * channels + channel] * then[channel];
            }
            u[channel] = silu(sum);
        }
        return u;
    }

    private static double silu(double x) {
        return x * sigmoid(x);
    }
}
