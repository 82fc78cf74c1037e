package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * Attention whose weights are products of features, so that the past fits in one sum (Katharopoulos et al., 2020, arXiv
 * 2006.16236, section 3.3): {@code S = S + phi(k) v^T}, {@code z = z + phi(k)}, {@code y = phi(q) S / (phi(q) . z)}, for
 * each head. The memory is {@code m = [S, z]}; over whole sequences the same is {@code (phi(q) phi(k)^T) v} below the
 * diagonal. With {@link RandomFeatures} it is the Performer.
 *
 * <p>Unlike the paper, both sums lose 1/65536 a step: a stream has no end, and sums in single precision would stop
 * taking steps in after 2^24 of them. Over a stretch of training that is a change of less than half a percent.
 */
final class LinearAttention implements Mixer {

    static final String CELL = "linear-attention";
    static final String PERFORMER = "performer";

    static final double KEPT = 1 - 1.0 / 65536;

    private final Heads heads;
    private final FeatureMap features;
    private final Linear project;
    private final Linear mix;

    LinearAttention(Heads heads, FeatureMap features, Parameters parameters) {
        double bound = 1 / Math.sqrt(heads.hidden());
        this.heads = heads;
        this.features = features;
        this.project = new Linear("project", heads.hidden(), 3 * heads.hidden(), bound, parameters);
        this.mix = new Linear("mix", heads.hidden(), heads.hidden(), bound, parameters);
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new HashMap<>(features.details());
        details.put("heads", Integer.toString(heads.count()));
        details.put("memory", Integer.toString(memory()));
        return details;
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(memory());
    }

    @Override
    public NDArray over(NDArray x) {
        NDArray[] parts = Parts.of(project.of(x), 3);
        NDArray query = features.of(heads.apart(parts[0]));
        NDArray key = features.of(heads.apart(parts[1]));
        NDArray kept = Causal.byAge(x.getManager(), x.getShape().get(1), age -> Math.pow(KEPT, age), 0);
        NDArray weights = query.matMul(key.transpose(0, 1, 3, 2)).mul(kept);
        NDArray read = weights.matMul(heads.apart(parts[2])).div(weights.sum(new int[] {3}, true));
        return mix.of(heads.together(read));
    }

    @Override
    public String write(Formula f, String x) {
        int d = heads.hidden();
        String[] m = f.split(f.graph().input("m", "B", memory()), sums(), memory() - sums());
        String[] parts = f.split(project.write(f.graph(), "projected", x), d, d, d);
        String query = f.unsqueeze(features.write(f, heads.apart(f, parts[0])), 2);
        String key = f.unsqueeze(features.write(f, heads.apart(f, parts[1])), 3);
        String value = f.unsqueeze(heads.apart(f, parts[2]), 2);
        String pairs = f.reshape(m[0], -1, heads.count(), features.size(), heads.size());
        String keys = f.reshape(m[1], -1, heads.count(), features.size(), 1);
        String pairsNext = f.add(f.multiply(pairs, (float) KEPT), f.multiply(key, value));
        String keysNext = f.add(f.multiply(keys, (float) KEPT), key);
        String flatPairs = f.reshape(pairsNext, -1, sums());
        f.output("m_next", f.concat(1, flatPairs, f.reshape(keysNext, -1, memory() - sums())), "B", memory());
        String read = f.divide(f.matMul(query, pairsNext), f.matMul(query, keysNext));
        return mix.write(f.graph(), "mixed", heads.together(f, read));
    }

    /** Floats of S. */
    private int sums() {
        return heads.count() * features.size() * heads.size();
    }

    private int memory() {
        return sums() + heads.count() * features.size();
    }
}
