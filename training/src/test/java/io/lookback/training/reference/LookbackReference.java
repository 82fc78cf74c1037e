package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.affine;
import static io.lookback.training.reference.Algebra.concat;
import static io.lookback.training.reference.Algebra.product;
import static io.lookback.training.reference.Algebra.softmax;

import io.lookback.training.graph.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Look-back attention as its definition reads, step by step in double precision: distances are sums of squared
 * differences over all past keys, candidates one by one. The weights come from the model's file.
 */
public final class LookbackReference {

    private static final int HEADS = 3;
    private static final int KEY = 22;
    private static final int HIDDEN = 64;
    private static final int CANDIDATES = 20;
    private static final double UNPAIRED = 1e4;

    private final ModelFile model;
    private final List<float[]> inputs = new ArrayList<>();
    private final List<double[]> keys = new ArrayList<>();
    private final List<Double> firsts = new ArrayList<>();
    private final List<Double> errors = new ArrayList<>();
    private final double[] fast = new double[CANDIDATES + 1];
    private final double[] slow = new double[CANDIDATES + 1];
    private final double[] bandwidth = new double[HEADS];
    private double[] forecasts = new double[CANDIDATES + 1];

    private LookbackReference(ModelFile model) {
        this.model = model;
    }

    /** The predictions {@code [T][mean, scale]} and the weights {@code [T][1..t]} for {@code inputs [T][F]}. */
    public static Sequence of(ModelFile model, List<float[]> inputs) {
        LookbackReference reference = new LookbackReference(model);
        double[][] predictions = new double[inputs.size()][];
        double[][] weights = new double[inputs.size()][];
        for (int t = 0; t < inputs.size(); t++) {
            double[][] both = reference.step(inputs.get(t));
            predictions[t] = both[0];
            weights[t] = both[1];
        }
        return new Sequence(predictions, weights);
    }

    private double[][] step(float[] x) {
        int t = inputs.size();
        inputs.add(x);
        judge(t, x[0]);
        double[] relative = relative(t);
        double[] state = state(x);
        double[] key = key(concat(relative, state));
        keys.add(key);
        double[] nearest = nearest(t);
        double[][] weights = weights(t, nearest, state);
        double[][] read = new double[HEADS][];
        for (int head = 0; head < HEADS; head++) {
            read[head] = read(t, weights[head]);
        }
        double[] candidates = candidates(x, state, read);
        double[] gateFeatures = gateFeatures(t, x, candidates, relative, state, read, nearest);
        double[] ownLogs = ownLogs(read);
        double[] gate = gate(gateFeatures, ownLogs, candidates, x);
        double mean = gate[CANDIDATES];
        double scale = Math.exp(Math.max(-5, Math.min(3, logScale(gateFeatures, ownLogs, state, read))));
        forecasts = Arrays.copyOf(candidates, CANDIDATES + 1);
        forecasts[CANDIDATES] = mean;
        double first = 0;
        for (int k = 0; k < CANDIDATES; k++) {
            first += model.weight("first_mix")[k] * candidates[k];
        }
        firsts.add(first);
        return new double[][] {{mean, scale}, shared(weights, gate)};
    }

    private void judge(int t, double y) {
        double own = 0;
        for (int k = 0; k <= CANDIDATES && t > 0; k++) {
            double error = Math.min(4, Math.abs(forecasts[k] - y));
            fast[k] += Math.max(1 / 16.0, 1.0 / t) * (error - fast[k]);
            slow[k] += Math.max(1 / 128.0, 1.0 / t) * (error - slow[k]);
            own = error;
        }
        errors.add(own);
    }

    private double value(int t) {
        return t < 0 ? 0 : inputs.get(t)[0];
    }

    private double[] relative(int t) {
        double[] relative = new double[43];
        for (int lag = 1; lag <= 31; lag++) {
            relative[lag - 1] = value(t - lag) - value(t);
        }
        int[] width = {8, 8, 8, 8, 16, 16, 16, 16, 32, 32, 32, 32};
        int from = 32;
        for (int k = 0; k < width.length; k++) {
            double sum = 0;
            for (int lag = from; lag < from + width[k]; lag++) {
                sum += value(t - lag);
            }
            relative[31 + k] = sum / width[k] - value(t);
            from += width[k];
        }
        return relative;
    }

    private static double[] state(float[] x) {
        double[] state = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            state[k] = x[k];
        }
        state[2] -= x[0];
        state[3] -= x[0];
        state[5] = x[6] > 0 ? x[5] - x[0] : 0;
        state[7] = x[8] > 0 ? x[7] - x[0] : 0;
        return state;
    }

    private double[] key(double[] known) {
        double[] parts = affine(known, model.weight("key_weight"), model.weight("key_bias"));
        double[] hidden = Arrays.copyOfRange(parts, parts.length - 48, parts.length);
        double[] bent = product(gelu(hidden), model.weight("key_narrow"), parts.length - 48);
        double[] key = new double[KEY];
        for (int k = 0; k < KEY; k++) {
            key[k] = parts[k] + bent[k];
        }
        return key;
    }

    /** Squared distance of the present context to the one before value {@code i}. */
    private double distance(int head, int t, int i) {
        double sum = i == 0 ? UNPAIRED : 0;
        for (int k = 0; k < KEY; k++) {
            double past = i == 0 ? 0 : keys.get(i - 1)[k];
            double difference = keys.get(t)[k] - past;
            sum += model.weight("metric")[k * HEADS + head] * difference * difference;
        }
        return sum;
    }

    private double[] nearest(int t) {
        double[] nearest = new double[HEADS];
        for (int head = 0; head < HEADS; head++) {
            nearest[head] = 4;
            for (int i = 0; i <= t; i++) {
                nearest[head] = Math.min(nearest[head], distance(head, t, i));
            }
            if (t > 0) {
                bandwidth[head] += Math.max(0.02, 1.0 / t) * (nearest[head] - bandwidth[head]);
            }
        }
        return nearest;
    }

    private double[][] weights(int t, double[] nearest, double[] state) {
        double[] raw = affine(state, model.weight("width_of_state"), model.weight("width"));
        double[][] weights = new double[HEADS][];
        for (int head = 0; head < HEADS; head++) {
            double square = 0;
            for (int k = 0; k < KEY; k++) {
                square += model.weight("metric")[k * HEADS + head] * keys.get(t)[k] * keys.get(t)[k];
            }
            double factor = Math.exp(Math.max(-4, Math.min(4, raw[head])));
            double width = factor * bandwidth[head] + 1e-3 + 1e-4 * square;
            double[] scores = new double[t + 1];
            for (int i = 0; i <= t; i++) {
                double age = (t - i) / 1000.0;
                scores[i] = -distance(head, t, i) / (2 * width) - model.weight("fading")[head] * age;
            }
            weights[head] = softmax(scores);
        }
        return weights;
    }

    /** Means of value, change, its square, anchor, first forecast, own error and age under a head's weights. */
    private double[] read(int t, double[] weights) {
        double[] read = new double[7];
        for (int i = 0; i <= t; i++) {
            double change = i == 0 ? 0 : value(i) - value(i - 1);
            read[0] += weights[i] * value(i);
            read[1] += weights[i] * change;
            read[2] += weights[i] * change * change;
            read[3] += weights[i] * (i == 0 ? 0 : inputs.get(i - 1)[2]);
            read[4] += weights[i] * (i == 0 ? 0 : firsts.get(i - 1));
            read[5] += weights[i] * errors.get(i);
            read[6] += weights[i] * (t - i) / 1000.0;
        }
        return read;
    }

    private static double[] candidates(float[] x, double[] state, double[][] read) {
        double[] candidates = new double[CANDIDATES];
        candidates[0] = x[0];
        candidates[1] = x[0] + state[5];
        candidates[2] = x[0] + state[7];
        candidates[3] = x[2];
        candidates[4] = x[3];
        for (int head = 0; head < HEADS; head++) {
            double[] of = read[head];
            candidates[5 + head] = x[0] + of[1];
            candidates[8 + head] = of[0];
            candidates[11 + head] = x[2] + of[0] - of[3];
            candidates[14 + head] = of[4];
            candidates[17 + head] = x[2] + of[4] - of[3];
        }
        return bounded(candidates, -6, 6);
    }

    private double[] gateFeatures(
            int t, float[] x, double[] candidates, double[] relative, double[] state, double[][] read, double[] near) {
        double unit = Math.exp(x[4]) + 0.01;
        double[] reach = new double[CANDIDATES + 12];
        for (int k = 0; k < CANDIDATES; k++) {
            reach[k] = (candidates[k] - x[0]) / unit;
        }
        for (int k = 0; k < 12; k++) {
            reach[CANDIDATES + k] = relative[k] / unit;
        }
        double[] logs = new double[4 * HEADS + 2];
        for (int head = 0; head < HEADS; head++) {
            logs[head] = spread(read[head]);
            logs[HEADS + head] = near[head];
            logs[2 * HEADS + head] = bandwidth[head];
            logs[3 * HEADS + head] = read[head][6];
        }
        logs[4 * HEADS] = fast[0];
        logs[4 * HEADS + 1] = slow[0];
        return concat(concat(bounded(reach, -5, 5), ratios()), concat(logs(logs), state));
    }

    private double[] ratios() {
        double[] ratios = new double[2 * CANDIDATES];
        for (int k = 0; k < CANDIDATES; k++) {
            ratios[k] = fast[k] / (fast[0] + 1e-3);
            ratios[CANDIDATES + k] = slow[k] / (slow[0] + 1e-3);
        }
        return bounded(ratios, 0, 5);
    }

    private double[] ownLogs(double[][] read) {
        double[] own = {fast[CANDIDATES], slow[CANDIDATES], read[0][5], read[1][5], read[2][5]};
        return logs(own);
    }

    /** The gate's weights, then the forecast. */
    private double[] gate(double[] features, double[] ownLogs, double[] candidates, float[] x) {
        double[] hidden = Arrays.copyOf(first(features, ownLogs), HIDDEN);
        double[] middle = gelu(affine(hidden, model.weight("gate_middle_weight"), model.weight("gate_middle_bias")));
        for (int k = 0; k < HIDDEN; k++) {
            hidden[k] += middle[k];
        }
        double[] out = affine(concat(hidden, ratios()), model.weight("gate_out_weight"), model.weight("gate_out_bias"));
        double[] gate = Arrays.copyOf(softmax(Arrays.copyOf(out, CANDIDATES)), CANDIDATES + 1);
        double mean = out[CANDIDATES] * Math.exp(x[4]);
        for (int k = 0; k < CANDIDATES; k++) {
            mean += gate[k] * candidates[k];
        }
        gate[CANDIDATES] = Math.max(-6, Math.min(6, mean));
        return gate;
    }

    private double logScale(double[] features, double[] ownLogs, double[] state, double[][] read) {
        double[] both = first(features, ownLogs);
        double[] out = affine(
                Arrays.copyOfRange(both, HIDDEN, 2 * HIDDEN),
                model.weight("scale_out_weight"),
                model.weight("scale_out_bias"));
        double[] scales = concat(new double[] {state[4]}, ownLogs);
        double[] spreads = {spread(read[0]), spread(read[1]), spread(read[2])};
        scales = concat(scales, logs(spreads));
        double[] choice = softmax(Arrays.copyOf(out, scales.length));
        double sum = out[scales.length];
        for (int k = 0; k < scales.length; k++) {
            sum += choice[k] * scales[k];
        }
        return sum;
    }

    private double[] first(double[] features, double[] ownLogs) {
        return gelu(affine(concat(features, ownLogs), model.weight("gates_weight"), model.weight("gates_bias")));
    }

    private static double[] shared(double[][] weights, double[] gate) {
        double[] shares = {1e-6, 1e-6, 1e-6};
        for (int k = 5; k < CANDIDATES; k++) {
            shares[(k - 5) % HEADS] += gate[k];
        }
        double total = Arrays.stream(shares).sum();
        double[] shared = new double[weights[0].length];
        for (int head = 0; head < HEADS; head++) {
            for (int i = 0; i < shared.length; i++) {
                shared[i] += shares[head] / total * weights[head][i];
            }
        }
        return shared;
    }

    private static double spread(double[] read) {
        return Math.sqrt(Math.max(0, read[2] - read[1] * read[1]) + 1e-4 * read[2] + 1e-6);
    }

    private static double[] logs(double[] values) {
        return Arrays.stream(values).map(v -> Math.log(v + 1e-3)).toArray();
    }

    private static double[] bounded(double[] values, double low, double high) {
        return Arrays.stream(values).map(v -> Math.max(low, Math.min(high, v))).toArray();
    }

    private static double[] gelu(double[] values) {
        return Arrays.stream(values)
                .map(v -> 0.5 * v * (1 + Algebra.erf(v / Math.sqrt(2))))
                .toArray();
    }
}
