package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.WindowMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * Attention to a bounded number of past rows that {@link Slots} choose: {@code softmax(q K^T / sqrt d - r log(1 + age)) V}
 * for each head, of the rows seen and the step itself. The bias by the logarithm of the age, with a rate r for each head
 * (Chi et al., 2022, arXiv 2205.09921, the logarithmic kernel), takes the place of positions: rows lie in no order, and an
 * age needs no index that grows. A row is {@code [k, v]} of all heads.
 */
final class SlotAttention implements Mixer {

    private static final float ONE = 1;

    private final Heads heads;
    private final Slots slots;
    private final KeyValueRows keyValues;
    private final Linear project;
    private final NDArray rate;
    private final Linear mix;

    SlotAttention(Heads heads, Slots slots, Parameters parameters) {
        int d = heads.hidden();
        double bound = 1 / Math.sqrt(d);
        this.heads = heads;
        this.slots = slots;
        this.keyValues = new KeyValueRows(heads, heads.count());
        this.project = new Linear("project", d, (slots.shared() ? 2 : 3) * d, bound, parameters);
        this.rate = parameters.constant("rate", 0.2, heads.count(), 1);
        this.mix = new Linear("mix", d, d, bound, parameters);
    }

    @Override
    public String contract() {
        return "window/1";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new HashMap<>(slots.details());
        details.put("heads", Integer.toString(heads.count()));
        details.put("window", Integer.toString(slots.count()));
        details.put("row", Integer.toString(keyValues.width()));
        return details;
    }

    @Override
    public StepMemory freshMemory() {
        return new WindowMemory(slots.count(), keyValues.width(), 0);
    }

    @Override
    public NDArray over(NDArray x) {
        long length = x.getShape().get(1);
        NDArray[] parts = Parts.of(project.of(x), slots.shared() ? 2 : 3);
        NDArray query = heads.apart(parts[0]);
        NDArray key = slots.shared() ? unit(query) : heads.apart(parts[1]);
        NDArray value = heads.apart(parts[parts.length - 1]);
        NDArray ages = Causal.byAge(x.getManager(), length, age -> Math.log1p(age), 0);
        NDArray itself = Causal.byAge(x.getManager(), length, age -> age == 0 ? slots.itself() : 0, 0);
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2))
                .mul(1 / Math.sqrt(heads.size()))
                .sub(rate.expandDims(2).mul(ages))
                .add(itself)
                .add(slots.hidden(parts[0]));
        return mix.of(heads.together(scores.softmax(3).matMul(value)));
    }

    private static NDArray unit(NDArray x) {
        return x.div(x.square().sum(new int[] {3}, true).add(HashBuckets.SMALL).sqrt());
    }

    @Override
    public String write(Formula f, String x) {
        int d = heads.hidden();
        String rows = f.graph().input("rows", "B", slots.count(), keyValues.width());
        String age = f.graph().integerInput("age", "B", slots.count());
        String projected = project.write(f.graph(), "projected", x);
        String[] parts = slots.shared() ? f.split(projected, d, d) : f.split(projected, d, d, d);
        String key = slots.shared() ? writeUnit(f, parts[0]) : parts[1];
        f.output("row", f.concat(1, key, parts[parts.length - 1]), "B", keyValues.width());
        Slots.Choice choice = slots.write(f, parts[0], age);
        f.output("slot", choice.slot(), "B", 1);
        String laid = keyValues.laid(f, f.multiply(parts[0], (float) (1 / Math.sqrt(heads.size()))));
        String logs = f.log(f.add(f.unsqueeze(f.toFloat(age), 1), ONE));
        String bias = f.multiply(logs, f.named("rate", rate.toFloatArray(), heads.count(), 1));
        String aged = f.subtract(keyValues.scores(f, laid, rows), bias);
        String cached = f.where(f.unsqueeze(choice.seen(), 1), aged, f.constant(Causal.MASKED));
        String own = f.add(keyValues.scores(f, laid, f.unsqueeze("row", 1)), slots.itself());
        String weights = f.softmax(f.concat(2, cached, own), 2);
        f.output("weights", Attention.shown(f, weights), "B", slots.count() + 1L);
        return mix.write(f.graph(), "mixed", keyValues.read(f, weights, rows, "row"));
    }

    private String writeUnit(Formula f, String query) {
        String apart = heads.apart(f, query);
        String length = f.graph().node("Sqrt", "key_length", f.add(f.sum(f.square(apart), 2), HashBuckets.SMALL));
        return heads.together(f, f.divide(apart, length));
    }
}
