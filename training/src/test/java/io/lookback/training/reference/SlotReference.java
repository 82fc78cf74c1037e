package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Attention to chosen rows over one sequence: keeps all rows, and asks of each which a step may see. */
final class SlotReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final Rows rows;
    private final boolean shared;
    private final int heads;
    private final List<double[]> projected = new ArrayList<>();

    private SlotReference(ModelFile model, Rows rows, boolean shared) {
        this.model = model;
        this.rows = rows;
        this.shared = shared;
        this.heads = model.size("heads");
    }

    /** Which earlier steps the last one sees. */
    interface Rows {
        List<Integer> seen(List<double[]> projected);
    }

    /** First rows, random ones and the last others. */
    static SlotReference sparse(ModelFile model) {
        int first = model.size("first");
        int near = model.size("near");
        int random = model.size("random");
        return new SlotReference(
                model,
                projected -> {
                    List<Integer> window = new ArrayList<>();
                    Integer[] drawn = new Integer[random];
                    for (int t = first; t < projected.size() - 1; t++) {
                        long draw = t * 1_327_217_885L % (1L << 31);
                        if (draw * (t + 1) < ((long) random << 31)) {
                            drawn[(int) (t * 1_621_087_423L % (1L << 31) * random >> 31)] = t;
                        } else {
                            window.add(t);
                        }
                    }
                    List<Integer> seen =
                            new ArrayList<>(window.subList(Math.max(0, window.size() - near), window.size()));
                    IntStream.range(0, Math.min(first, projected.size() - 1)).forEach(seen::add);
                    Arrays.stream(drawn).filter(each -> each != null).forEach(seen::add);
                    return seen;
                },
                false);
    }

    /** The last rows of the same bucket. */
    static SlotReference hashed(ModelFile model) {
        float[] hash = model.weight("hash");
        int ring = model.size("ring");
        return new SlotReference(
                model,
                projected -> {
                    int t = projected.size() - 1;
                    int bucket = bucket(projected.get(t), hash, model);
                    List<Integer> same = new ArrayList<>();
                    for (int i = 0; i < t; i++) {
                        if (bucket(projected.get(i), hash, model) == bucket) {
                            same.add(i);
                        }
                    }
                    return same.subList(Math.max(0, same.size() - ring), same.size());
                },
                true);
    }

    private static int bucket(double[] projected, float[] hash, ModelFile model) {
        double[] query = Arrays.copyOf(projected, model.size("hidden"));
        double[] matched = Algebra.product(query, hash, hash.length / query.length);
        double[] both = Algebra.concat(
                matched, Arrays.stream(matched).map(each -> -each).toArray());
        return IntStream.range(0, both.length)
                .reduce((a, b) -> both[b] > both[a] ? b : a)
                .orElseThrow();
    }

    @Override
    public double[] step(double[] x) {
        projected.add(BlockReference.linear(model, "project", x));
        int size = x.length / heads;
        int t = projected.size() - 1;
        List<Integer> seen = new ArrayList<>(rows.seen(projected));
        if (!shared || seen.isEmpty()) {
            seen.add(t);
        }
        double[] read = new double[x.length];
        for (int head = 0; head < heads; head++) {
            int at = head * size;
            double[] query = Arrays.copyOfRange(projected.get(t), at, at + size);
            double[] scores = new double[seen.size()];
            for (int i = 0; i < scores.length; i++) {
                double[] key = key(projected.get(seen.get(i)), x.length, at, size);
                scores[i] = Algebra.dot(query, key) / Math.sqrt(size)
                        - model.weight("rate")[head] * Math.log1p(t - seen.get(i));
            }
            double[] weights = softmax(scores);
            for (int i = 0; i < weights.length; i++) {
                for (int k = 0; k < size; k++) {
                    double value = projected.get(seen.get(i))[(shared ? 1 : 2) * x.length + at + k];
                    read[at + k] += weights[i] * value;
                }
            }
        }
        return BlockReference.linear(model, "mix", read);
    }

    private double[] key(double[] from, int hidden, int at, int size) {
        double[] key = Arrays.copyOfRange(from, (shared ? 0 : hidden) + at, (shared ? 0 : hidden) + at + size);
        double length = Math.sqrt(Algebra.dot(key, key) + 1e-6);
        return shared ? Arrays.stream(key).map(each -> each / length).toArray() : key;
    }
}
