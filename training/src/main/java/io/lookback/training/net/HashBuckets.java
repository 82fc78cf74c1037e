package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;
import io.lookback.training.series.SeededRandom;
import java.util.Map;

/**
 * Rows in buckets by the direction of their query, of which a step sees its own bucket alone (Reformer, Kitaev et al.,
 * 2020, arXiv 2001.04451, section 2): {@code bucket = argmax [x R, -x R]} with fixed random directions R; keys are queries
 * of length 1; a step attends to itself only if its bucket is empty. Causal and bounded, so each bucket is a ring of its
 * last rows. One round of hashing, over all heads together, in place of several for each.
 */
final class HashBuckets implements Slots {

    static final String CELL = "lsh-attention";

    /** Added to the square of a length before it divides. */
    static final float SMALL = 1e-6f;

    private static final int BUCKETS = 8;
    private static final int RING = 16;
    private static final long SEED = 20_200_104;
    private static final float ALONE = -1e5f;

    private final int hidden;
    private final float[] directions;
    private final NDArray hash;

    HashBuckets(int hidden, Parameters parameters) {
        this.hidden = hidden;
        this.directions = Orthogonal.gaussian(hidden, BUCKETS / 2, new SeededRandom(SEED));
        this.hash = parameters.fixed(directions, hidden, BUCKETS / 2);
    }

    @Override
    public int count() {
        return BUCKETS * RING;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("buckets", Integer.toString(BUCKETS), "ring", Integer.toString(RING));
    }

    @Override
    public float itself() {
        return ALONE;
    }

    @Override
    public boolean shared() {
        return true;
    }

    /** A row is still there while fewer than a ring of its bucket came after it. */
    @Override
    public NDArray hidden(NDArray query) {
        NDManager manager = query.getManager();
        long length = query.getShape().get(1);
        NDArray matched = query.stopGradient().matMul(hash);
        NDArray bucket = matched.concat(matched.neg(), 2).argMax(2).toType(DataType.FLOAT32, false);
        NDArray same = bucket.expandDims(2).eq(bucket.expandDims(1)).toType(DataType.FLOAT32, false);
        NDArray past = same.mul(Causal.byAge(manager, length, age -> age == 0 ? 0 : 1, 0));
        NDArray order = past.sum(new int[] {2}, true);
        NDArray since = order.sub(order.transpose(0, 2, 1));
        NDArray seen = past.mul(since.lte(RING).toType(DataType.FLOAT32, false))
                .add(manager.eye((int) length).reshape(new Shape(1, length, length)));
        return seen.sub(1).mul(-Causal.MASKED).expandDims(1);
    }

    @Override
    public Choice write(Formula f, String query, String age) {
        String matched = f.matMul(query, f.named("hash", directions, hidden, BUCKETS / 2));
        String bucket = f.indexOfLargest(f.concat(1, matched, f.negative(matched)), 1);
        long[] buckets = new long[count()];
        for (int slot = 0; slot < buckets.length; slot++) {
            buckets[slot] = slot / RING;
        }
        String own = f.equal(bucket, f.integers(buckets));
        String present = f.greater(age, f.integers(0));
        String order = f.where(present, age, f.integers(Integer.MAX_VALUE));
        String among = f.where(own, order, f.integers(-1));
        String seen = f.graph().node("And", "seen", own, present);
        return new Choice(seen, f.toFloat(f.indexOfLargest(f.toFloat(among), 1)));
    }
}
