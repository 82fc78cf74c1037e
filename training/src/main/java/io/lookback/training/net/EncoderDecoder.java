package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.WindowMemory;
import java.util.Map;

/**
 * A recurrent encoder, and a decoder that attends to what was encoded (Bahdanau et al., 2014, arXiv 1409.0473, section 3),
 * over a stream:
 *
 * <p>{@code h_t = gru(x_t, h_{t-1})}; {@code s_0 = tanh(A h_t + a)}; for k = 1, ..., K
 * {@code e_j = v . tanh(W s_{k-1} + U h_j)} for the newest state and the W before it, {@code c_k = sum softmax(e)_j h_j},
 * {@code s_k = gru([y_{k-1}, c_k], s_{k-1})}, and a linear head on {@code [s_k, c_k]} says how far the k-th value ahead is
 * from the last one, {@code y_0}. What is cached is {@code h} of the last W steps, in a ring: its newest row is the state
 * that the encoder goes on from.
 *
 * <p>It differs from the paper in what a stream allows: the encoder reads forward only, no sentence ends, so every step
 * is decoded anew from the last W states, and {@code s_0} comes from the newest state in place of the first. The decoder
 * is fed its own expected values in training, too, as it has no others when it is used; and the head has no maxout
 * layer. Training judges K = {@value #AHEAD} steps. The step form decodes the first: a job that looks further feeds the
 * expected value back into the encoder.
 */
public final class EncoderDecoder implements Network {

    public static final String CELL = "encoder-decoder";

    public static final int HIDDEN = 32;

    static final int AHEAD = 4;

    private static final int WINDOW = 64;

    private final int hidden;
    private final Parameters parameters;
    private final Gru encoder;
    private final Linear start;
    private final Alignment alignment;
    private final Gru decoder;
    private final Linear head;

    public EncoderDecoder(int hidden, Parameters parameters) {
        this.hidden = hidden;
        this.parameters = parameters;
        this.encoder = new Gru("encoder_", CellInput.SIZE, hidden, parameters);
        this.start = new Linear("start", hidden, hidden, 1 / Math.sqrt(hidden), parameters);
        this.alignment = Alignment.of(Align.ADDITIVE, hidden, parameters);
        this.decoder = new Gru("decoder_", 1 + hidden, hidden, parameters);
        this.head = Linear.head(2 * hidden, parameters);
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
        String size = Integer.toString(hidden);
        return Map.of(
                "hidden", size, "row", size, "window", Integer.toString(WINDOW), "ahead", Integer.toString(AHEAD));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int ahead() {
        return AHEAD;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDManager manager = x.getManager();
        long rows = x.getShape().get(0);
        long length = x.getShape().get(1);
        NDArray encoded = encoder.over(x, manager.zeros(new Shape(rows, hidden)));
        NDArray windows = windows(encoded);
        NDArray keys = windows(alignment.keys(encoded));
        NDArray empty = empty(manager, (int) length);
        NDArray last = x.get(":, :, " + CellInput.Y).reshape(-1, 1);
        NDArray state = start.of(encoded.reshape(-1, hidden)).tanh();
        NDArray value = last;
        NDList outputs = new NDList();
        for (int step = 0; step < AHEAD; step++) {
            NDArray scores = alignment.scores(alignment.query(state), keys).reshape(rows, length, WINDOW + 1);
            NDArray weights = scores.add(empty).softmax(2).reshape(-1, 1, WINDOW + 1);
            NDArray context = weights.batchMatMul(windows).squeeze(1);
            NDArray read = value.concat(context, 1).expandDims(1);
            state = decoder.over(read, state).squeeze(1);
            NDArray raw = head.of(state.concat(context, 1));
            value = last.add(raw.get(":, 0:1"));
            outputs.add(raw);
        }
        return NDArrays.concat(outputs, 1).reshape(rows, length, 2L * AHEAD);
    }

    /** Of every step what belongs to the W before it, zeros where there are none, and to itself, {@code [B T, W + 1, d]}. */
    private NDArray windows(NDArray encoded) {
        NDManager manager = encoded.getManager();
        int rows = (int) encoded.getShape().get(0);
        int length = (int) encoded.getShape().get(1);
        NDArray all = manager.zeros(new Shape(rows, WINDOW, hidden))
                .concat(encoded, 1)
                .reshape(-1, hidden);
        NDArray at = manager.arange(rows)
                .mul(length + WINDOW)
                .reshape(rows, 1, 1)
                .add(places(manager, length))
                .reshape(-1, WINDOW + 1);
        return all.getNDArrayInternal().embedding(at, all, SparseFormat.DENSE).singletonOrThrow();
    }

    /** {@link Causal#MASKED} where a window reaches back before the first step, else zero, {@code [T, W + 1]}. */
    private static NDArray empty(NDManager manager, int length) {
        return places(manager, length)
                .lt(WINDOW)
                .toType(DataType.FLOAT32, false)
                .mul(Causal.MASKED);
    }

    /** Where the windows lie in a sequence that begins with W empty places, {@code [T, W + 1]}. */
    private static NDArray places(NDManager manager, int length) {
        return manager.arange(length).reshape(length, 1).add(manager.arange(WINDOW + 1));
    }

    @Override
    public StepMemory freshMemory() {
        return new WindowMemory(WINDOW, hidden, 0);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        Formula f = new Formula(graph, "v");
        String x = graph.input("x", "B", CellInput.SIZE);
        String rows = graph.input("rows", "B", WINDOW, hidden);
        String age = graph.integerInput("age", "B", WINDOW);
        String newest = f.unsqueeze(f.toFloat(f.equal(age, f.integers(1))), 1);
        f.output("row", encoder.write(f, x, f.squeeze(f.matMul(newest, rows), 1)), "B", hidden);
        String state = f.tanh(start.write(graph, "start", "row"));
        writeWeights(f, state, rows, age);
        String cached = f.matMul(f.unsqueeze(f.slice("weights", 1, 0, WINDOW), 1), rows);
        String context = f.add(f.squeeze(cached, 1), f.multiply(f.from("weights", 1, WINDOW), "row"));
        String last = f.slice(x, 1, CellInput.Y, CellInput.Y + 1);
        String decoded = decoder.write(f, f.concat(1, last, context), state);
        Head.write(graph, x, head.write(graph, "raw", f.concat(1, decoded, context)));
    }

    private void writeWeights(Formula f, String state, String rows, String age) {
        String query = alignment.writeQuery(f.graph(), state);
        String ofRows = alignment.writeScores(f.graph(), "row_scores", query, rows);
        String ofItself = alignment.writeScores(f.graph(), "own_scores", query, f.unsqueeze("row", 1));
        String filled = f.greater(age, f.integers(0));
        String cached = f.where(filled, f.squeeze(ofRows, 2), f.constant(Causal.MASKED));
        String weights = f.softmax(f.concat(1, cached, f.squeeze(ofItself, 2)), 1);
        f.output("weights", weights, "B", WINDOW + 1L);
    }
}
