package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.AttentionMemory;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * Causal attention to the whole past with a cache of keys and values (Vaswani et al., 2017, section 3.2):
 * {@code softmax(q K^T / sqrt d) V} for each head, of the past steps and the step itself. Fewer heads of keys and values
 * than of queries make smaller rows: each serves a group of query heads, one serves all (Ainslie et al., 2023, arXiv
 * 2305.13245). Rotary keys are turned once, at their own index. A {@link Selection} makes weights of scores.
 *
 * <p>A cached row is {@code [k, v]} of all heads, read as {@link KeyValueRows} are. The context vector of the contract
 * holds the {@link Angles}.
 */
final class Attention implements Mixer {

    static final String CELL = "attention";
    static final String LOCAL_P = "local-p";
    static final String HARD = "hard-attention";
    static final String TOP_K = "top-k";

    private final Heads heads;
    private final int groups;
    private final KeyValueRows keyValues;
    private final Positions positions;
    private final Angles angles;
    private final Selection selection;
    private final Linear project;
    private final Linear mix;

    /** @param groups of heads, each with keys and values of its own */
    Attention(Heads heads, int groups, Positions positions, Selection selection, Parameters parameters) {
        int d = heads.hidden();
        double bound = 1 / Math.sqrt(d);
        this.heads = heads;
        this.groups = groups;
        this.keyValues = new KeyValueRows(heads, groups);
        this.positions = positions;
        this.angles = new Angles(Math.max(1, (positions == Positions.ROTARY ? heads.size() : d) / 2));
        this.selection = selection;
        this.project = new Linear("project", d, d + row(), bound, parameters);
        this.mix = new Linear("mix", d, d, bound, parameters);
    }

    @Override
    public String contract() {
        return "attention/1";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new HashMap<>(selection.details());
        details.put("heads", Integer.toString(heads.count()));
        details.put("kv-heads", Integer.toString(groups));
        details.put("positions", positions.toString());
        details.put("context", Integer.toString(angles.count()));
        details.put("row", Integer.toString(row()));
        return details;
    }

    @Override
    public StepMemory freshMemory() {
        return new AttentionMemory(angles.count(), row(), 0);
    }

    @Override
    public double ties() {
        return selection.ties();
    }

    @Override
    public NDArray over(NDArray x) {
        long length = x.getShape().get(1);
        int d = heads.hidden();
        NDArray placed = positions == Positions.SINUSOIDAL ? x.add(waves(x)) : x;
        NDArray all = project.of(placed);
        NDArray query = turned(heads.apart(Parts.between(all, 0, d)));
        NDArray key = shared(turned(grouped(Parts.between(all, d, d + row() / 2))));
        NDArray value = shared(grouped(Parts.between(all, d + row() / 2, d + row())));
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)).mul(1 / Math.sqrt(heads.size()));
        NDArray masked = scores.add(Causal.mask(x.getManager(), length));
        return mix.of(heads.together(selection.weights(masked, placed).matMul(value)));
    }

    private NDArray waves(NDArray x) {
        long length = x.getShape().get(1);
        return angles.sines(x.getManager(), length).concat(angles.cosines(x.getManager(), length), 1);
    }

    private NDArray grouped(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), groups, heads.size())
                .transpose(0, 2, 1, 3);
    }

    /** One for each query head. */
    private NDArray shared(NDArray x) {
        return groups == heads.count() ? x : x.repeat(1, heads.count() / groups);
    }

    /** Turns the pairs of the first and second half of every head by the angles of their step. */
    private NDArray turned(NDArray x) {
        if (positions != Positions.ROTARY) {
            return x;
        }
        NDArray cosine = angles.cosines(x.getManager(), x.getShape().get(2));
        NDArray sine = angles.sines(x.getManager(), x.getShape().get(2));
        NDArray first = Parts.between(x, 0, heads.size() / 2);
        NDArray second = Parts.between(x, heads.size() / 2, heads.size());
        return first.mul(cosine).sub(second.mul(sine)).concat(first.mul(sine).add(second.mul(cosine)), 3);
    }

    @Override
    public String write(Formula f, String x) {
        String c = f.graph().input("c", "B", angles.count());
        f.output("c_next", nextAngles(f, c), "B", angles.count());
        return write(f, x, c);
    }

    /** @param c name of the angles {@code [B, count]} */
    String write(Formula f, String x, String c) {
        String rows = f.graph().input("rows", "B", "T", row());
        String mask = f.graph().input("mask", "B", "T");
        String placed = positions == Positions.SINUSOIDAL ? f.add(x, f.concat(1, f.sin(c), f.cos(c))) : x;
        String[] parts = f.split(project.write(f.graph(), "projected", placed), heads.hidden(), row() / 2, row() / 2);
        String query = f.multiply(turned(f, parts[0], heads.count(), c), (float) (1 / Math.sqrt(heads.size())));
        f.output("row", f.concat(1, turned(f, parts[1], groups, c), parts[2]), "B", row());
        String weights = selection.write(f, scores(f, query, rows, mask), placed, mask);
        f.output("weights", shown(f, weights), "B", "T_and_itself");
        return mix.write(f.graph(), "mixed", keyValues.read(f, weights, rows, "row"));
    }

    private String turned(Formula f, String x, int count, String c) {
        if (positions != Positions.ROTARY) {
            return x;
        }
        String[] half = f.splitAlong(2, f.reshape(x, -1, count, 2, heads.size() / 2), 1, 1);
        String cosine = f.unsqueeze(f.cos(c), 1, 2);
        String sine = f.unsqueeze(f.sin(c), 1, 2);
        String first = f.subtract(f.multiply(half[0], cosine), f.multiply(half[1], sine));
        String second = f.add(f.multiply(half[0], sine), f.multiply(half[1], cosine));
        return f.reshape(f.concat(2, first, second), -1, (long) count * heads.size());
    }

    /** {@code [B, heads, T + 1]}. */
    private String scores(Formula f, String query, String rows, String mask) {
        String laid = keyValues.laid(f, query);
        String present = f.greater(f.unsqueeze(mask, 1), f.constant(0.5f));
        String masked = f.where(present, keyValues.scores(f, laid, rows), f.constant(Causal.MASKED));
        return f.concat(2, masked, keyValues.scores(f, laid, f.unsqueeze("row", 1)));
    }

    /** The heads' mean, which sums to 1 whatever the selection leaves of it. */
    static String shown(Formula f, String weights) {
        String summed = f.sumAway(weights, 1);
        return f.divide(summed, f.sum(summed, 1));
    }

    /** Floats of the context vector. */
    int angles() {
        return angles.count();
    }

    String nextAngles(Formula f, String c) {
        return angles.next(f, c);
    }

    int row() {
        return keyValues.width();
    }
}
