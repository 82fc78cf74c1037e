package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Map;

/**
 * The matrix memory of the xLSTM (Beck et al., 2024, arXiv 2405.04517, section 2.3), for each head:
 * {@code C = f C + i k v^T}, {@code n = f n + i k}, {@code y = o (q C) / max(|q . n|, 1)} with {@code i = exp(..)} and
 * {@code f = sigmoid(..)}. Exponential gates overflow, so what is kept is C and n over {@code e^m}, with
 * {@code m = max(log f + m, log i)}; the 1 becomes {@code e^-m}. The memory is {@code [C, n, m]}.
 *
 * <p>Over whole sequences the same is attention whose weights are {@code q . k} times the gates between the two steps.
 */
final class MatrixLstm implements Mixer {

    static final String CELL = "mlstm";

    private final Heads heads;
    private final Linear project;
    private final Linear gates;
    private final Linear open;
    private final Linear mix;

    MatrixLstm(Heads heads, Parameters parameters) {
        int d = heads.hidden();
        double bound = 1 / Math.sqrt(d);
        this.heads = heads;
        this.project = new Linear("project", d, 3 * d, bound, parameters);
        this.gates = new Linear("gates", d, rememberingBias(heads.count()), bound, parameters);
        this.open = new Linear("open", d, d, bound, parameters);
        this.mix = new Linear("mix", d, d, bound, parameters);
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("heads", Integer.toString(heads.count()), "memory", Integer.toString(memory()));
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(memory());
    }

    @Override
    public NDArray over(NDArray x) {
        NDArray[] parts = Parts.of(project.of(x), 3);
        NDArray gate = gates.of(x).transpose(0, 2, 1);
        NDArray input = gate.get(":, 0:" + heads.count()).expandDims(2);
        NDArray kept = logSigmoid(gate.get(":, " + heads.count() + ":")).cumSum(2);
        NDArray logs = kept.expandDims(3)
                .sub(kept.expandDims(2))
                .add(input)
                .add(Causal.mask(x.getManager(), x.getShape().get(1)));
        NDArray highest = logs.max(new int[] {3}, true);
        NDArray matched = heads.apart(parts[0]).matMul(heads.apart(parts[1]).transpose(0, 1, 3, 2));
        NDArray weights =
                matched.mul(1 / Math.sqrt(heads.size())).mul(logs.sub(highest).exp());
        NDArray norm =
                weights.sum(new int[] {3}, true).abs().maximum(highest.neg().exp());
        NDArray read = weights.matMul(heads.apart(parts[2])).div(norm);
        return mix.of(heads.together(read).mul(open.of(x).getNDArrayInternal().sigmoid()));
    }

    private static NDArray logSigmoid(NDArray x) {
        return x.minimum(0).sub(x.abs().neg().exp().add(1).log());
    }

    @Override
    public String write(Formula f, String x) {
        int d = heads.hidden();
        int count = heads.count();
        int size = heads.size();
        String[] m = f.split(f.graph().input("m", "B", memory()), (long) d * size, d, count);
        String[] parts = f.split(project.write(f.graph(), "projected", x), d, d, d);
        String[] gate = f.split(gates.write(f.graph(), "gates", x), count, count);
        String kept = f.add(f.negative(f.softplus(f.negative(gate[1]))), m[2]);
        String highest = f.larger(kept, gate[0]);
        String forget = f.reshape(f.exp(f.subtract(kept, highest)), -1, count, 1, 1);
        String input = f.reshape(f.exp(f.subtract(gate[0], highest)), -1, count, 1, 1);
        String query = f.multiply(f.reshape(parts[0], -1, count, 1, size), (float) (1 / Math.sqrt(size)));
        String key = f.multiply(input, f.reshape(parts[1], -1, count, size, 1));
        String value = f.reshape(parts[2], -1, count, 1, size);
        String pairs = f.add(f.multiply(forget, f.reshape(m[0], -1, count, size, size)), f.multiply(key, value));
        String keys = f.add(f.multiply(forget, f.reshape(m[1], -1, count, size, 1)), key);
        String next = f.concat(1, f.reshape(pairs, -1, (long) d * size), f.reshape(keys, -1, d), highest);
        f.output("m_next", next, "B", memory());
        String least = f.reshape(f.exp(f.negative(highest)), -1, count, 1, 1);
        String norm = f.larger(f.abs(f.matMul(query, keys)), least);
        String read = heads.together(f, f.divide(f.matMul(query, pairs), norm));
        String opened = f.multiply(read, f.sigmoid(open.write(f.graph(), "opening", x)));
        return mix.write(f.graph(), "mixed", opened);
    }

    private int memory() {
        return heads.hidden() * heads.size() + heads.hidden() + heads.count();
    }

    /** Input gates near one, forget gates that keep what was written for some tens of steps. */
    private static float[] rememberingBias(int count) {
        float[] bias = new float[2 * count];
        for (int head = 0; head < count; head++) {
            bias[count + head] = 3 + head;
        }
        return bias;
    }
}
