package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One transformer block around any {@link Mixer} (Vaswani et al., 2017, section 3; layer norms first, as Xiong et al.,
 * 2020): {@code z = E x + e}; {@code u = z + mix(norm(z))}; {@code r = u + V gelu(U norm(u))}; a linear head on
 * {@code norm(r)}. So kinds of cells that differ in how they see the past differ in nothing else.
 */
public final class BlockNetwork implements Network {

    /** Hidden size unless another is asked for. */
    public static final int HIDDEN = 32;

    private final String cell;
    private final int hidden;
    private final Parameters parameters;
    private final Linear embed;
    private final Norm mixNorm;
    private final Mixer mixer;
    private final Norm feedNorm;
    private final Linear widen;
    private final Linear narrow;
    private final Norm finalNorm;
    private final Linear head;

    /** @param mixer made for a hidden size */
    BlockNetwork(String cell, int hidden, BiFunction<Integer, Parameters, Mixer> mixer, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.cell = cell;
        this.hidden = hidden;
        this.parameters = parameters;
        this.embed = new Linear("embed", CellInput.SIZE, hidden, 1 / Math.sqrt(CellInput.SIZE), parameters);
        this.mixNorm = new Norm("mix_norm", hidden, parameters);
        this.mixer = mixer.apply(hidden, parameters);
        this.feedNorm = new Norm("feed_norm", hidden, parameters);
        this.widen = new Linear("widen", hidden, 2 * hidden, bound, parameters);
        this.narrow = new Linear("narrow", 2 * hidden, hidden, bound / Math.sqrt(2), parameters);
        this.finalNorm = new Norm("final_norm", hidden, parameters);
        this.head = Linear.head(hidden, parameters);
    }

    @Override
    public String cell() {
        return cell;
    }

    @Override
    public String contract() {
        return mixer.contract();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new HashMap<>(mixer.details());
        details.put("hidden", Integer.toString(hidden));
        return details;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public double ties() {
        return mixer.ties();
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDArray embedded = embed.of(x);
        NDArray mixed = embedded.add(mixer.over(mixNorm.of(embedded)));
        NDArray wide = widen.of(feedNorm.of(mixed)).getNDArrayInternal().gelu();
        return head.of(finalNorm.of(mixed.add(narrow.of(wide))));
    }

    @Override
    public StepMemory freshMemory() {
        return mixer.freshMemory();
    }

    @Override
    public void writeStep(GraphWriter graph) {
        Formula f = new Formula(graph, "v");
        String x = graph.input("x", "B", CellInput.SIZE);
        String embedded = embed.write(graph, "embedded", x);
        String mixed = f.add(embedded, mixer.write(f, mixNorm.write(graph, "mix_in", embedded)));
        String wide = widen.write(graph, "wide", feedNorm.write(graph, "feed_in", mixed));
        String result = f.add(mixed, narrow.write(graph, "fed", f.gelu(wide)));
        Head.write(graph, x, head.write(graph, "raw", finalNorm.write(graph, "final", result)));
    }
}
