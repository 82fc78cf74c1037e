package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.AttentionMemory;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import java.util.Arrays;
import java.util.Map;

/**
 * Attention to a past that is compressed: of every {@value #PAGE} steps {@value #RANK} rows stay, {@code E K} and
 * {@code F V} with trained maps E and F of {@code [rank, page]} (Linformer, Wang et al., 2020, arXiv 2006.04768, section 4).
 *
 * <p>Linformer projects a whole sequence of fixed length at once, which mixes the future into every row. Here the
 * projection is causal: it works on full pages alone, all by the same maps, and the steps of the page that is not full
 * yet are seen as they are. Memory grows by rank / page of what full attention keeps, instead of not at all.
 *
 * <p>A row of the history is what one page became, {@code [rank, k and v]}; it is kept when a page is full. The context
 * vector holds the present page and how many steps it has. In place of positions there is the bias of
 * {@link SlotAttention} by the logarithm of the age, for a compressed row that of its page's end.
 */
final class LowRankAttention implements Mixer {

    static final String CELL = "low-rank-attention";

    private static final int PAGE = 16;
    private static final int RANK = 4;

    private final Heads heads;
    private final KeyValueRows keyValues;
    private final Linear project;
    private final NDArray keyMap;
    private final NDArray valueMap;
    private final NDArray rate;
    private final Linear mix;

    LowRankAttention(Heads heads, Parameters parameters) {
        int d = heads.hidden();
        double bound = 1 / Math.sqrt(d);
        this.heads = heads;
        this.keyValues = new KeyValueRows(heads, heads.count());
        this.project = new Linear("project", d, 3 * d, bound, parameters);
        this.keyMap = parameters.uniform("key_map", 1 / Math.sqrt(PAGE), RANK, PAGE);
        this.valueMap = parameters.uniform("value_map", 1 / Math.sqrt(PAGE), RANK, PAGE);
        this.rate = parameters.constant("rate", 0.2, heads.count(), 1);
        this.mix = new Linear("mix", d, d, bound, parameters);
    }

    @Override
    public String contract() {
        return "attention/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "heads", Integer.toString(heads.count()),
                "page", Integer.toString(PAGE),
                "rank", Integer.toString(RANK),
                "context", Integer.toString(context()),
                "row", Integer.toString(row()));
    }

    @Override
    public StepMemory freshMemory() {
        return new AttentionMemory(context(), row(), 0);
    }

    @Override
    public NDArray over(NDArray x) {
        NDManager manager = x.getManager();
        int length = (int) x.getShape().get(1);
        NDArray[] parts = Parts.of(project.of(x), 3);
        NDArray query = heads.apart(parts[0]).mul(1 / Math.sqrt(heads.size()));
        NDArray near = query.matMul(heads.apart(parts[1]).transpose(0, 1, 3, 2))
                .sub(rate.expandDims(2).mul(Causal.byAge(manager, length, age -> Math.log1p(age), 0)))
                .add(pairs(manager, length, length, (t, i) -> i <= t && i / PAGE == t / PAGE ? 0 : Causal.MASKED));
        int pages = length / PAGE;
        if (pages == 0) {
            return mix.of(heads.together(near.softmax(3).matMul(heads.apart(parts[2]))));
        }
        int columns = pages * RANK;
        NDArray ages =
                pairs(manager, length, columns, (t, j) -> Math.log1p(Math.max(0, t - (j / RANK + 1) * PAGE + 1)));
        NDArray hidden = pairs(manager, length, columns, (t, j) -> t / PAGE > j / RANK ? 0 : Causal.MASKED);
        NDArray far = query.matMul(heads.apart(mapped(parts[1], keyMap)).transpose(0, 1, 3, 2))
                .sub(rate.expandDims(2).mul(ages))
                .add(hidden);
        NDArray weights = far.concat(near, 3).softmax(3);
        NDArray values = heads.apart(mapped(parts[2], valueMap)).concat(heads.apart(parts[2]), 2);
        return mix.of(heads.together(weights.matMul(values)));
    }

    /** Full pages {@code [B, T, d]} as {@code [B, pages rank, d]}. */
    private NDArray mapped(NDArray x, NDArray map) {
        long rows = x.getShape().get(0);
        long pages = x.getShape().get(1) / PAGE;
        NDArray full = x.get(":, 0:" + pages * PAGE).reshape(rows, pages, PAGE, heads.hidden());
        return map.matMul(full).reshape(rows, pages * RANK, heads.hidden());
    }

    /** Of a step and a column. */
    private interface Pair {
        double of(int step, int column);
    }

    private static NDArray pairs(NDManager manager, int length, int columns, Pair pair) {
        float[] values = new float[length * columns];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) pair.of(at / columns, at % columns);
        }
        return manager.create(values, new Shape(length, columns));
    }

    @Override
    public String write(Formula f, String x) {
        int d = heads.hidden();
        int width = keyValues.width();
        String[] c = f.split(f.graph().input("c", "B", context()), (long) PAGE * width, 1);
        String rows = f.graph().input("rows", "B", "T", row());
        String mask = f.graph().input("mask", "B", "T");
        String[] parts = f.split(project.write(f.graph(), "projected", x), d, width);
        String slots = f.named("page_slots", slots(), 1, PAGE);
        String here = f.unsqueeze(f.toFloat(f.equal(slots, c[1])), 2);
        String page = f.add(f.reshape(c[0], -1, PAGE, width), f.multiply(here, f.unsqueeze(parts[1], 1)));
        writeMemory(f, page, c[1]);
        String laid = keyValues.laid(f, f.multiply(parts[0], (float) (1 / Math.sqrt(heads.size()))));
        String compressed = f.reshape(rows, 0, -1, width);
        String since = f.multiply(f.subtract(f.sum(mask, 1), f.cumulative(mask, 1)), PAGE);
        String farAge = spread(f, f.add(f.add(since, c[1]), 1));
        String far = scores(f, laid, compressed, farAge, f.greater(spread(f, mask), f.constant(0.5f)));
        String nearAge = f.subtract(c[1], slots);
        String present = f.greater(nearAge, f.constant(-0.5f));
        String near = scores(f, laid, page, f.larger(nearAge, f.constant(0)), present);
        String weights = f.softmax(f.concat(2, far, near), 2);
        String farWeights = f.slice(weights, 2, 0, -PAGE);
        String nearWeights = f.from(weights, 2, -PAGE);
        writeShown(f, farWeights, nearWeights);
        String read = f.add(f.matMul(farWeights, compressed), f.matMul(nearWeights, page));
        return mix.write(f.graph(), "mixed", keyValues.values(f, read));
    }

    /** The row that this page would be, whether it is kept, and the context for the next step. */
    private void writeMemory(Formula f, String page, String count) {
        String[] keysAndValues = f.split(page, heads.hidden(), heads.hidden());
        String keys = f.matMul(f.named("key_map", keyMap.toFloatArray(), RANK, PAGE), keysAndValues[0]);
        String values = f.matMul(f.named("value_map", valueMap.toFloatArray(), RANK, PAGE), keysAndValues[1]);
        f.output("row", f.reshape(f.concat(2, keys, values), -1, row()), "B", row());
        String full = f.toFloat(f.greater(count, f.constant(PAGE - 1.5f)));
        f.output("keep", full, "B", 1);
        String goesOn = f.subtract(f.constant(1), full);
        String flat = f.reshape(page, -1, (long) PAGE * keyValues.width());
        f.output("c_next", f.multiply(f.concat(1, flat, f.add(count, 1)), goesOn), "B", context());
    }

    /** {@code [B, heads, n]}, less the bias, for rows that are present. */
    private String scores(Formula f, String laid, String rows, String age, String present) {
        String logs = f.unsqueeze(f.log(f.add(age, 1)), 1);
        String bias = f.multiply(logs, f.named("rate", rate.toFloatArray(), heads.count(), 1));
        String scores = f.subtract(keyValues.scores(f, laid, rows), bias);
        return f.where(f.unsqueeze(present, 1), scores, f.constant(Causal.MASKED));
    }

    /** Each page's weight, then that of the page that is not full. */
    private static void writeShown(Formula f, String far, String near) {
        String byPage = f.reshape(f.sumAway(far, 1), 0, -1, RANK);
        String all = f.concat(1, f.sumAway(byPage, 2), f.sum(f.sumAway(near, 1), 1));
        f.output("weights", f.divide(all, f.sum(all, 1)), "B", "T_and_itself");
    }

    /** {@code [B, T]} as {@code [B, T rank]}, each number for all rows of its page. */
    private static String spread(Formula f, String x) {
        float[] ones = new float[RANK];
        Arrays.fill(ones, 1);
        String each = f.multiply(f.unsqueeze(x, 2), f.constant(ones, 1, 1, RANK));
        return f.reshape(each, 0, -1);
    }

    private static float[] slots() {
        float[] slots = new float[PAGE];
        for (int slot = 0; slot < PAGE; slot++) {
            slots[slot] = slot;
        }
        return slots;
    }

    private int row() {
        return RANK * keyValues.width();
    }

    private int context() {
        return PAGE * keyValues.width() + 1;
    }
}
