package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal state space S4D (Gu et al., 2022, arXiv 2206.11893), for each of d channels with N complex states:
 * {@code h = A' h + B' u}, {@code y = 2 Re(C h) + D u}, discretized by a zero-order hold, {@code A' = exp(delta A)} and
 * {@code B' = (A' - 1) / A}; {@code A = -1/2 + i pi n} at first (S4D-Lin, section 4). Then gelu and a linear map. The
 * memory holds the real parts of h, then the imaginary ones.
 *
 * <p>Over whole sequences the same is a convolution with {@code K(l) = 2 Re(C B' A'^l)}, here as a product with the
 * matrix of that kernel.
 */
final class DiagonalStateSpace implements Mixer {

    static final String CELL = "s4d";

    private static final int STATES = 8;

    private final int hidden;
    private final NDArray logStep;
    private final NDArray logDecay;
    private final NDArray frequency;
    private final NDArray outReal;
    private final NDArray outImaginary;
    private final NDArray direct;
    private final Linear mix;
    private @Nullable NDArray pairs;

    DiagonalStateSpace(int hidden, Parameters parameters) {
        this.hidden = hidden;
        this.logStep = parameters.of("log_step", firstSteps(hidden), hidden, 1);
        this.logDecay = parameters.constant("log_decay", Math.log(0.5), hidden, STATES);
        this.frequency = parameters.of("frequency", firstFrequencies(hidden), hidden, STATES);
        this.outReal = parameters.gaussian("out_real", at -> Math.sqrt(0.5), hidden, STATES);
        this.outImaginary = parameters.gaussian("out_imaginary", at -> Math.sqrt(0.5), hidden, STATES);
        this.direct = parameters.constant("direct", 1, hidden);
        this.mix = new Linear("mix", hidden, hidden, 1 / Math.sqrt(hidden), parameters);
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("states", Integer.toString(STATES), "memory", Integer.toString(memory()));
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(memory());
    }

    @Override
    public NDArray over(NDArray x) {
        long length = x.getShape().get(1);
        NDArray kernel = kernel(x.getManager(), length);
        NDArray none = x.getManager().zeros(new Shape(hidden, 1));
        NDArray matrix = kernel.concat(none, 1).gather(pairs((int) length), 1).reshape(hidden, length, length);
        NDArray read = matrix.matMul(x.transpose(2, 1, 0)).transpose(2, 1, 0);
        return mix.of(read.add(x.mul(direct)).getNDArrayInternal().gelu());
    }

    /** {@code [d, T]}. */
    private NDArray kernel(NDManager manager, long length) {
        NDArray[] held = held();
        NDArray gainReal = outReal.mul(held[2]).sub(outImaginary.mul(held[3]));
        NDArray gainImaginary = outReal.mul(held[3]).add(outImaginary.mul(held[2]));
        NDArray steps = manager.arange(0f, length).reshape(1, 1, length);
        NDArray size =
                logStep.exp().mul(logDecay.exp().neg()).expandDims(2).mul(steps).exp();
        NDArray angle = logStep.exp().mul(frequency).expandDims(2).mul(steps);
        NDArray real = gainReal.expandDims(2).mul(angle.cos());
        NDArray imaginary = gainImaginary.expandDims(2).mul(angle.sin());
        return real.sub(imaginary).mul(size).sum(new int[] {1}).mul(2);
    }

    /** A' and B', real and imaginary part of each, {@code [d, N]}. */
    private NDArray[] held() {
        NDArray step = logStep.exp();
        NDArray decay = logDecay.exp().neg();
        NDArray size = step.mul(decay).exp();
        NDArray real = size.mul(step.mul(frequency).cos());
        NDArray imaginary = size.mul(step.mul(frequency).sin());
        NDArray square = decay.square().add(frequency.square());
        NDArray lessOne = real.sub(1);
        NDArray inReal = lessOne.mul(decay).add(imaginary.mul(frequency)).div(square);
        NDArray inImaginary = imaginary.mul(decay).sub(lessOne.mul(frequency)).div(square);
        return new NDArray[] {real, imaginary, inReal, inImaginary};
    }

    /** For each pair of steps the kernel's index, that of the zero behind it for steps to come: {@code [d, T T]}. */
    private NDArray pairs(int length) {
        if (pairs == null || pairs.getShape().get(1) != (long) length * length) {
            long[] index = new long[hidden * length * length];
            for (int at = 0; at < index.length; at++) {
                int t = at / length % length;
                int i = at % length;
                index[at] = i <= t ? t - i : length;
            }
            pairs = logStep.getManager().create(index, new Shape(hidden, (long) length * length));
        }
        return pairs;
    }

    @Override
    public String write(Formula f, String x) {
        String[] m = f.split(f.graph().input("m", "B", memory()), memory() / 2, memory() / 2);
        String[] h = {f.reshape(m[0], -1, hidden, STATES), f.reshape(m[1], -1, hidden, STATES)};
        String[] names = {"keep_real", "keep_imaginary", "in_real", "in_imaginary"};
        NDArray[] held = held();
        for (int part = 0; part < names.length; part++) {
            f.named(names[part], held[part].toFloatArray(), hidden, STATES);
        }
        String u = f.unsqueeze(x, 2);
        String real = f.add(
                f.subtract(f.multiply(h[0], "keep_real"), f.multiply(h[1], "keep_imaginary")),
                f.multiply(u, "in_real"));
        String imaginary = f.add(
                f.add(f.multiply(h[0], "keep_imaginary"), f.multiply(h[1], "keep_real")),
                f.multiply(u, "in_imaginary"));
        String next = f.concat(1, f.reshape(real, -1, memory() / 2), f.reshape(imaginary, -1, memory() / 2));
        f.output("m_next", next, "B", memory());
        String outReal = f.named("twice_out_real", this.outReal.mul(2).toFloatArray(), hidden, STATES);
        String outImaginary =
                f.named("twice_out_imaginary", this.outImaginary.mul(2).toFloatArray(), hidden, STATES);
        String read = f.sumAway(f.subtract(f.multiply(real, outReal), f.multiply(imaginary, outImaginary)), 2);
        String past = f.multiply(x, f.named("direct", direct.toFloatArray(), hidden));
        return mix.write(f.graph(), "mixed", f.gelu(f.add(read, past)));
    }

    private int memory() {
        return 2 * hidden * STATES;
    }

    /** From 1/1000 to 1/10, evenly in the logarithm, so that channels remember over different times. */
    private static float[] firstSteps(int hidden) {
        float[] logs = new float[hidden];
        for (int channel = 0; channel < hidden; channel++) {
            logs[channel] = (float) (Math.log(0.001) + Math.log(100) * channel / Math.max(1, hidden - 1));
        }
        return logs;
    }

    private static float[] firstFrequencies(int hidden) {
        float[] frequencies = new float[hidden * STATES];
        for (int at = 0; at < frequencies.length; at++) {
            frequencies[at] = (float) (Math.PI * (at % STATES));
        }
        return frequencies;
    }
}
