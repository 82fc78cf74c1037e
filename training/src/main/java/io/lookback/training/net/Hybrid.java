package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import io.lookback.training.graph.AttentionMemory;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * A causal convolution for the near past, attention for all of it and a recurrence for what adds up, weighed by gates
 * that are learned: {@code f = a conv + b attention + c rnn} with {@code (a, b, c)} a softmax of three trained numbers. The
 * parts are those of LSTNet (Lai et al., 2018, arXiv 1703.07015, sections 3.2 to 3.4), side by side in place of one
 * after the other. The context vector holds the angles of {@link Attention}, the state of the recurrence and the last
 * {@value #WIDTH} - 1 inputs.
 */
final class Hybrid implements Mixer {

    static final String CELL = "hybrid";

    private static final int WIDTH = 4;

    private final int hidden;
    private final Attention attention;
    private final Linear taps;
    private final NDArray inputWeight;
    private final NDArray hiddenWeight;
    private final NDArray inputBias;
    private final NDArray hiddenBias;
    private final NDArray gate;

    Hybrid(int hidden, Attention attention, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.hidden = hidden;
        this.attention = attention;
        this.taps = new Linear("taps", WIDTH * hidden, hidden, bound / 2, parameters);
        this.inputWeight = parameters.uniform("input_weight", bound, hidden, hidden);
        this.hiddenWeight = parameters.uniform("hidden_weight", bound, hidden, hidden);
        this.inputBias = parameters.constant("input_bias", 0, hidden);
        this.hiddenBias = parameters.constant("hidden_bias", 0, hidden);
        this.gate = parameters.constant("gate", 0, 3);
    }

    @Override
    public String contract() {
        return "attention/1";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new HashMap<>(attention.details());
        details.put("context", Integer.toString(context()));
        details.put("taps", Integer.toString(WIDTH));
        return details;
    }

    @Override
    public StepMemory freshMemory() {
        return new AttentionMemory(context(), attention.row(), 0);
    }

    @Override
    public NDArray over(NDArray x) {
        NDArray shares = gate.softmax(0);
        return convolved(x)
                .mul(shares.get(0))
                .add(attention.over(x).mul(shares.get(1)))
                .add(recurrent(x).mul(shares.get(2)));
    }

    private NDArray convolved(NDArray x) {
        long rows = x.getShape().get(0);
        long length = x.getShape().get(1);
        NDArray padded =
                x.getManager().zeros(new Shape(rows, WIDTH - 1, hidden)).concat(x, 1);
        NDArray near = padded.get(":, 0:" + length);
        for (int tap = 1; tap < WIDTH; tap++) {
            near = near.concat(padded.get(":, " + tap + ":" + (tap + length)), 2);
        }
        return taps.of(near).tanh();
    }

    private NDArray recurrent(NDArray x) {
        NDArray zeros = x.getManager().zeros(new Shape(1, x.getShape().get(0), hidden));
        NDList weights = new NDList(inputWeight, hiddenWeight, inputBias, hiddenBias);
        return x.getNDArrayInternal()
                .rnn(x, zeros, weights, true, 1, RNN.Activation.TANH, 0, true, false, true)
                .get(0);
    }

    @Override
    public String write(Formula f, String x) {
        String c = f.graph().input("c", "B", context());
        String[] before = f.split(c, attention.angles(), hidden, (WIDTH - 1L) * hidden);
        String near = f.concat(1, before[2], x);
        String convolved = f.tanh(taps.write(f.graph(), "convolved", near));
        String h = f.tanh(writeDriven(f, f.concat(1, x, before[1])));
        String attended = attention.write(f, x, before[0]);
        String next = f.concat(1, attention.nextAngles(f, before[0]), h, f.from(near, 1, hidden));
        f.output("c_next", next, "B", context());
        String[] shares = f.split(f.named("gates", gate.softmax(0).toFloatArray(), 3), 1, 1, 1);
        String all = f.add(f.multiply(convolved, shares[0]), f.multiply(attended, shares[1]));
        return f.add(all, f.multiply(h, shares[2]));
    }

    private String writeDriven(Formula f, String xh) {
        float[] weight = Stacked.transposed(inputWeight.toFloatArray(), hiddenWeight.toFloatArray(), hidden);
        String w = f.named("recurrent_weight", weight, 2L * hidden, hidden);
        String b = f.named("recurrent_bias", inputBias.add(hiddenBias).toFloatArray(), hidden);
        return f.graph().node("Gemm", "driven", xh, w, b);
    }

    private int context() {
        return attention.angles() + WIDTH * hidden;
    }
}
