package io.lookback.training.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Writes formulas into a graph: each call adds a node under a running name and returns that name. What a reader of the
 * file should find by its name, weights and outputs, is named by {@link GraphWriter} itself.
 */
public final class Formula {

    private static final long END = Long.MAX_VALUE;

    private final GraphWriter graph;
    private final String prefix;
    private final Set<String> names = new HashSet<>();
    private int made;

    /** @param prefix of the names, different from every other formula of the graph */
    public Formula(GraphWriter graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    public GraphWriter graph() {
        return graph;
    }

    public String constant(float value) {
        return graph.scalar(next(), value);
    }

    public String constant(float[] values, long... shape) {
        return graph.weight(next(), values, shape);
    }

    /** A constant that a reader finds by its name; it may be asked for again. */
    public String named(String name, float[] values, long... shape) {
        return names.add(name) ? graph.weight(name, values, shape) : name;
    }

    public String add(String a, String b) {
        return graph.node("Add", next(), a, b);
    }

    public String add(String a, float b) {
        return add(a, constant(b));
    }

    public String subtract(String a, String b) {
        return graph.node("Sub", next(), a, b);
    }

    public String multiply(String a, String b) {
        return graph.node("Mul", next(), a, b);
    }

    public String multiply(String a, float b) {
        return multiply(a, constant(b));
    }

    public String divide(String a, String b) {
        return graph.node("Div", next(), a, b);
    }

    /** The larger of both, element by element. */
    public String larger(String a, String b) {
        return graph.node("Max", next(), a, b);
    }

    public String matMul(String a, String b) {
        return graph.node("MatMul", next(), a, b);
    }

    public String exp(String x) {
        return graph.node("Exp", next(), x);
    }

    public String log(String x) {
        return graph.node("Log", next(), x);
    }

    public String abs(String x) {
        return graph.node("Abs", next(), x);
    }

    public String negative(String x) {
        return multiply(x, -1);
    }

    public String square(String x) {
        return multiply(x, x);
    }

    public String tanh(String x) {
        return graph.node("Tanh", next(), x);
    }

    public String sigmoid(String x) {
        return graph.node("Sigmoid", next(), x);
    }

    /** {@code log(1 + e^x)}. */
    public String softplus(String x) {
        return graph.node("Softplus", next(), x);
    }

    /** {@code x sigmoid(x)}. */
    public String silu(String x) {
        return multiply(x, sigmoid(x));
    }

    /** {@code x Phi(x)} by the error function. */
    public String gelu(String x) {
        String erf = graph.node("Erf", next(), multiply(x, (float) (1 / Math.sqrt(2))));
        return multiply(multiply(x, add(erf, 1)), 0.5f);
    }

    public String cos(String x) {
        return graph.node("Cos", next(), x);
    }

    public String sin(String x) {
        return graph.node("Sin", next(), x);
    }

    public String greater(String a, String b) {
        return graph.node("Greater", next(), a, b);
    }

    public String atLeast(String a, String b) {
        return graph.node("GreaterOrEqual", next(), a, b);
    }

    public String where(String condition, String yes, String no) {
        return graph.node("Where", next(), condition, yes, no);
    }

    public String less(String a, String b) {
        return graph.node("Less", next(), a, b);
    }

    public String equal(String a, String b) {
        return graph.node("Equal", next(), a, b);
    }

    /** The remainder of whole numbers. */
    public String remainder(String a, String b) {
        return graph.node("Mod", next(), a, b);
    }

    public String toFloat(String x) {
        return graph.node("Cast", "to", TensorProto.DataType.FLOAT_VALUE, next(), x);
    }

    public String integers(long... values) {
        return graph.integers(next(), values);
    }

    /** The index of the largest along an axis, which stays with size 1; the first of several. */
    public String indexOfLargest(String x, int axis) {
        return graph.node("ArgMax", "axis", axis, next(), x);
    }

    public String softmax(String x, int axis) {
        return graph.node("Softmax", "axis", axis, next(), x);
    }

    /** Along an axis, which stays with size 1. */
    public String sum(String x, int axis) {
        return graph.node("ReduceSum", next(), x, graph.integers(next(), axis));
    }

    /** Along an axis, which goes. */
    public String sumAway(String x, int axis) {
        return graph.node("ReduceSum", "keepdims", 0, next(), x, graph.integers(next(), axis));
    }

    public String largest(String x, int axis) {
        return graph.largest(next(), x, axis);
    }

    /** Running sums along an axis. */
    public String cumulative(String x, int axis) {
        String at = graph.integer(next(), axis);
        return graph.node("CumSum", next(), x, at);
    }

    public String concat(int axis, String... parts) {
        return graph.node("Concat", "axis", axis, next(), parts);
    }

    public String[] split(String x, long... widths) {
        String[] parts = LongStream.of(widths).mapToObj(width -> next()).toArray(String[]::new);
        graph.split(x, graph.integers(next(), widths), parts);
        return parts;
    }

    public String[] splitAlong(int axis, String x, long... widths) {
        String[] parts = LongStream.of(widths).mapToObj(width -> next()).toArray(String[]::new);
        graph.splitAlong(axis, x, graph.integers(next(), widths), parts);
        return parts;
    }

    /** From an index along an axis to the end. */
    public String from(String x, int axis, long begin) {
        return slice(x, axis, begin, END);
    }

    public String slice(String x, int axis, long begin, long end) {
        return graph.node(
                "Slice",
                next(),
                x,
                graph.integers(next(), begin),
                graph.integers(next(), end),
                graph.integers(next(), axis));
    }

    /** @param shape -1 for what follows from the others, 0 for the size that is there */
    public String reshape(String x, long... shape) {
        return graph.node("Reshape", next(), x, graph.integers(next(), shape));
    }

    public String unsqueeze(String x, long... axes) {
        return graph.node("Unsqueeze", next(), x, graph.integers(next(), axes));
    }

    public String squeeze(String x, long axis) {
        return graph.node("Squeeze", next(), x, graph.integers(next(), axis));
    }

    public String transpose(String x, long... order) {
        return graph.transpose(next(), x, order);
    }

    /** The {@code k} largest along the last axis, in their order. */
    public String top(String x, long k) {
        String values = next();
        graph.pair("TopK", values, next(), x, graph.integers(next(), k));
        return values;
    }

    /** Gives a value the name of an output. */
    public void output(String name, String x, Object... dimensions) {
        graph.node("Identity", name, x);
        graph.output(name, dimensions);
    }

    private String next() {
        return prefix + made++;
    }
}
