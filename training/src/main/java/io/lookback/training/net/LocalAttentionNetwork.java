package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.WindowMemory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transformer block that attends to the last W steps (Vaswani et al., 2017; pre-norm as Xiong et al., 2020; a
 * window as Beltagy et al., 2020; a learned bias by distance as Raffel et al., 2020).
 *
 * <p>{@code z = E x + e}; {@code q, k, v} from {@code norm(z)}; each head attends to the {@code k, v} of ages 1..W and of
 * the step itself (age 0), with a bias by age; {@code u = z + O a + o}; {@code r = u + V gelu(U norm(u))}; a linear head
 * on {@code norm(r)}. What is cached is {@code [k, v]} of the last W steps.
 */
public final class LocalAttentionNetwork implements Network {

    public static final String CELL = "local-attention";

    final WindowSizes sizes;
    final Linear embed;
    final Norm attentionNorm;
    final Linear project;
    final NDArray ageBias;
    final Linear mix;
    final Norm feedNorm;
    final Linear widen;
    final Linear narrow;
    final Norm finalNorm;
    final Linear head;

    private final Parameters parameters;
    private @Nullable Band band;

    public LocalAttentionNetwork(WindowSizes sizes, Parameters parameters) {
        int d = sizes.hidden();
        double bound = 1 / Math.sqrt(d);
        this.sizes = sizes;
        this.parameters = parameters;
        this.embed = new Linear("embed", CellInput.SIZE, d, 1 / Math.sqrt(CellInput.SIZE), parameters);
        this.attentionNorm = new Norm("attention_norm", d, parameters);
        this.project = new Linear("project", d, 3 * d, bound, parameters);
        this.ageBias = parameters.constant("age_bias", 0, sizes.window() + 1L, sizes.heads());
        this.mix = new Linear("mix", d, d, bound, parameters);
        this.feedNorm = new Norm("feed_norm", d, parameters);
        this.widen = new Linear("widen", d, 2 * d, bound, parameters);
        this.narrow = new Linear("narrow", 2 * d, d, bound / Math.sqrt(2), parameters);
        this.finalNorm = new Norm("final_norm", d, parameters);
        this.head = Linear.head(d, parameters);
    }

    @Override
    public String cell() {
        return CELL;
    }

    @Override
    public String contract() {
        return "window/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "hidden", Integer.toString(sizes.hidden()),
                "heads", Integer.toString(sizes.heads()),
                "window", Integer.toString(sizes.window()),
                "row", Integer.toString(2 * sizes.hidden()));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDArray embedded = embed.of(x);
        NDArray attended = embedded.add(mix.of(attention(attentionNorm.of(embedded))));
        NDArray wide = widen.of(feedNorm.of(attended)).getNDArrayInternal().gelu();
        return head.of(finalNorm.of(attended.add(narrow.of(wide))));
    }

    @Override
    public StepMemory freshMemory() {
        return new WindowMemory(sizes.window(), 2 * sizes.hidden(), 0);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        new LocalAttentionStep(this, graph).write();
    }

    /** Attends over whole sequences {@code [B, T, d]}, each step to its band. */
    private NDArray attention(NDArray x) {
        long rows = x.getShape().get(0);
        long length = x.getShape().get(1);
        NDArray all = project.of(x)
                .reshape(rows, length, 3, sizes.heads(), sizes.headSize())
                .transpose(2, 0, 3, 1, 4);
        NDArray query = all.get(0).mul(1 / Math.sqrt(sizes.headSize()));
        NDArray scores = query.matMul(all.get(1).transpose(0, 1, 3, 2));
        NDArray bias = band((int) length).bias(ageBias, x.getManager());
        NDArray context = scores.add(bias).softmax(3).matMul(all.get(2));
        return context.transpose(0, 2, 1, 3).reshape(rows, length, sizes.hidden());
    }

    private Band band(int length) {
        if (band == null || band.length() != length) {
            band = new Band(ageBias.getManager(), length, sizes);
        }
        return band;
    }
}
