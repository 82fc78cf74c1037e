package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Map;

/**
 * The selective state space of Mamba (Gu and Dao, 2023, arXiv 2312.00752, section 3.2, algorithm 2, and figure 3), over
 * e = 2d channels with N states: {@code u, g} linear in x; {@code u} through a causal convolution over 4 steps and silu;
 * {@code delta = softplus(..)}, B and C linear in u; {@code h = exp(delta A) h + delta u B}; {@code y = C h + D u}, times
 * silu of g, and a linear map. What is kept and what is taken in depends on the input through delta.
 *
 * <p>The memory is {@code [h, the last 3 inputs of the convolution]}. The state depends on the input, so there is no
 * kernel as in {@link DiagonalStateSpace}: whole sequences are scanned.
 */
final class SelectiveStateSpace implements Mixer {

    static final String CELL = "mamba";

    static final int STATES = 8;
    static final int WIDTH = 4;

    private final int channels;
    private final int rank;
    private final Linear in;
    private final NDArray taps;
    private final NDArray tapBias;
    private final Linear select;
    private final Linear step;
    private final NDArray logDecay;
    private final NDArray direct;
    private final Linear mix;

    SelectiveStateSpace(int hidden, Parameters parameters) {
        this.channels = 2 * hidden;
        this.rank = Math.max(1, hidden / 16);
        double bound = 1 / Math.sqrt(hidden);
        this.in = new Linear("in", hidden, 2 * channels, bound, parameters);
        this.taps = parameters.uniform("taps", 0.5, WIDTH, channels);
        this.tapBias = parameters.constant("tap_bias", 0, channels);
        this.select = new Linear("select", channels, rank + 2 * STATES, 1 / Math.sqrt(channels), parameters);
        this.step = new Linear("step", rank, firstSteps(channels), 1 / Math.sqrt(rank), parameters);
        this.logDecay = parameters.of("log_decay", firstDecays(channels), channels, STATES);
        this.direct = parameters.constant("direct", 1, channels);
        this.mix = new Linear("mix", channels, hidden, 1 / Math.sqrt(channels), parameters);
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "channels", Integer.toString(channels),
                "states", Integer.toString(STATES),
                "rank", Integer.toString(rank),
                "memory", Integer.toString(memory()));
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(memory());
    }

    @Override
    public NDArray over(NDArray x) {
        NDArray[] both = Parts.of(in.of(x), 2);
        NDArray u = silu(convolved(both[0]));
        NDArray selected = select.of(u);
        NDArray delta = softplus(step.of(Parts.between(selected, 0, rank))).expandDims(3);
        NDArray write = Parts.between(selected, rank, rank + STATES).expandDims(2);
        NDArray read =
                Parts.between(selected, rank + STATES, rank + 2L * STATES).expandDims(2);
        NDArray kept = delta.mul(logDecay.exp().neg()).exp();
        NDArray written = delta.mul(u.expandDims(3)).mul(write);
        NDArray y = scan(kept, written).mul(read).sum(new int[] {3}).add(u.mul(direct));
        return mix.of(y.mul(silu(both[1])));
    }

    /** {@code h = kept h + written} along the second axis. */
    private static NDArray scan(NDArray kept, NDArray written) {
        long length = kept.getShape().get(1);
        NDList keeps = kept.split(length, 1);
        NDList writes = written.split(length, 1);
        NDList states = new NDList(writes.get(0));
        for (int t = 1; t < length; t++) {
            states.add(keeps.get(t).mul(states.get(t - 1)).add(writes.get(t)));
        }
        return NDArrays.concat(states, 1);
    }

    private NDArray convolved(NDArray u) {
        long rows = u.getShape().get(0);
        long length = u.getShape().get(1);
        NDArray padded =
                u.getManager().zeros(new Shape(rows, WIDTH - 1, channels)).concat(u, 1);
        NDArray sum = tapBias;
        for (int tap = 0; tap < WIDTH; tap++) {
            sum = padded.get(":, " + tap + ":" + (tap + length))
                    .mul(taps.get(tap))
                    .add(sum);
        }
        return sum;
    }

    private static NDArray silu(NDArray x) {
        return x.mul(x.getNDArrayInternal().sigmoid());
    }

    private static NDArray softplus(NDArray x) {
        return x.maximum(0).add(x.abs().neg().exp().add(1).log());
    }

    @Override
    public String write(Formula f, String x) {
        String[] m = f.split(f.graph().input("m", "B", memory()), (long) channels * STATES, (WIDTH - 1L) * channels);
        String[] both = f.split(in.write(f.graph(), "in", x), channels, channels);
        String seen = f.concat(1, m[1], both[0]);
        String tapped =
                f.multiply(f.reshape(seen, -1, WIDTH, channels), f.named("taps", taps.toFloatArray(), WIDTH, channels));
        String bias = f.named("tap_bias", tapBias.toFloatArray(), channels);
        String u = f.silu(f.add(f.sumAway(tapped, 1), bias));
        String[] selected = f.split(select.write(f.graph(), "selected", u), rank, STATES, STATES);
        String delta = f.unsqueeze(f.softplus(step.write(f.graph(), "stepped", selected[0])), 2);
        String decay = f.named("decay", logDecay.exp().neg().toFloatArray(), channels, STATES);
        String written = f.multiply(f.multiply(delta, f.unsqueeze(u, 2)), f.unsqueeze(selected[1], 1));
        String before = f.reshape(m[0], -1, channels, STATES);
        String state = f.add(f.multiply(f.exp(f.multiply(delta, decay)), before), written);
        String flat = f.reshape(state, -1, (long) channels * STATES);
        f.output("m_next", f.concat(1, flat, f.from(seen, 1, channels)), "B", memory());
        String read = f.squeeze(f.matMul(state, f.unsqueeze(selected[2], 2)), 2);
        String y = f.add(read, f.multiply(u, f.named("direct", direct.toFloatArray(), channels)));
        return mix.write(f.graph(), "mixed", f.multiply(y, f.silu(both[1])));
    }

    private int memory() {
        return channels * (STATES + WIDTH - 1);
    }

    /** What softplus turns into steps from 1/1000 to 1/10, evenly in the logarithm (section 3.6). */
    private static float[] firstSteps(int channels) {
        float[] bias = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double step = 0.001 * Math.pow(100, channel / Math.max(1.0, channels - 1));
            bias[channel] = (float) Math.log(Math.expm1(step));
        }
        return bias;
    }

    /** A = -1, -2, .. -N: what the real form of S4D begins with (section 3.6). */
    private static float[] firstDecays(int channels) {
        float[] logs = new float[channels * STATES];
        for (int at = 0; at < logs.length; at++) {
            logs[at] = (float) Math.log(1 + at % STATES);
        }
        return logs;
    }
}
