package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Map;

/** A {@link Gru} with a linear head on {@code h_t}. The memory is {@code m = h}. */
public final class GruNetwork implements Network {

    public static final String CELL = "gru";

    public static final int HIDDEN = 48;

    private final int hidden;
    private final Parameters parameters;
    private final Gru gru;
    private final Linear head;

    public GruNetwork(int hidden, Parameters parameters) {
        this.hidden = hidden;
        this.parameters = parameters;
        this.gru = new Gru("", CellInput.SIZE, hidden, parameters);
        this.head = Linear.head(hidden, parameters);
    }

    @Override
    public String cell() {
        return CELL;
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("memory", Integer.toString(hidden), "hidden", Integer.toString(hidden));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        return head.of(gru.over(x, x.getManager().zeros(new Shape(x.getShape().get(0), hidden))));
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(hidden);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        String x = graph.input("x", "B", CellInput.SIZE);
        String m = graph.input("m", "B", hidden);
        Formula f = new Formula(graph, "gru");
        String next = gru.write(f, x, m);
        f.output("m_next", next, "B", hidden);
        Head.write(graph, x, head.write(graph, "raw", next));
    }
}
