package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.CANDIDATES;
import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.KEY;
import static io.lookback.training.net.LookbackLayout.RELATIVE;
import static io.lookback.training.net.LookbackLayout.SCALES;
import static io.lookback.training.net.LookbackLayout.SHORT_LAGS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole-sequence form of a {@link LookbackNetwork}. No step needs another's forecast before it can begin: attention
 * reads keys and values, a second read of the same weights brings the first forecasts of earlier steps, a third one,
 * without gradient, the errors made. So a sequence is a few products over all its steps, in blocks of {@value #BLOCK}.
 */
final class LookbackSequence {

    /** Score that no distance reaches: of the row that the first step appends, which pairs nothing with a value. */
    static final float UNPAIRED = 1e4f;

    static final double FAST = 1 / 16.0;
    static final double SLOW = 1 / 128.0;
    static final double BANDWIDTH_RATE = 0.02;
    static final float LARGEST_ERROR = 4;
    static final float LARGEST_DISTANCE = 4;
    static final float FLOOR = 1e-3f;
    static final float RELATIVE_FLOOR = 1e-4f;
    static final float LARGEST_VARIANCE = 1e4f;
    static final float WIDEST = 4;
    static final float LARGEST_LEVEL = 6;
    static final float LARGEST_RATIO = 5;
    static final float SCALE_OFFSET = -0.3f;

    static final int BLOCK = 256;

    private final LookbackNetwork network;
    private @Nullable LookbackConstants fixed;

    LookbackSequence(LookbackNetwork network) {
        this.network = network;
    }

    NDArray outputs(NDArray x, NDArray before) {
        NDManager scope = x.getManager();
        int length = (int) x.getShape().get(1);
        LookbackConstants f = fixed(length);
        NDArray y = x.get("..., 0:1");
        NDArray known = known(f, x, before.concat(x.get("..., 0"), 1));
        NDArray state = known.get("..., " + RELATIVE + ":");
        NDArray key = key(f, known);
        Look look = look(f, key, state);
        NDArray anchor = later(x.get("..., 2:3"));
        NDArray change = y.sub(later(y)).mul(f.counted);
        NDArray position = x.get("..., 0:1").mul(0).add(f.position);
        NDArray read = read(look.weights, NDArrays.concat(new NDList(y, change, change.square(), anchor, position), 2));
        NDArray anchored = part(read, 0).sub(part(read, 3)).add(x.get("..., 2:3"));
        NDArray remembered = NDArrays.concat(new NDList(y.add(part(read, 1)), part(read, 0), anchored), 2)
                .clip(-LARGEST_LEVEL, LARGEST_LEVEL);
        NDArray mix = network.firstMix.softmax(0).expandDims(1);
        mix.attach(scope);
        NDArray first = part(read(look.weights, later(remembered.matMul(mix))), 0);
        NDArray anchoredFirst = first.sub(part(read, 3)).add(x.get("..., 2:3"));
        NDArray naive = NDArrays.concat(
                new NDList(
                        y,
                        y.add(state.get("..., 5:6")),
                        y.add(state.get("..., 7:8")),
                        y.add(state.get("..., 2:3")),
                        y.add(state.get("..., 3:4"))),
                2);
        NDArray candidates = NDArrays.concat(new NDList(naive, remembered, first, anchoredFirst), 2)
                .clip(-LARGEST_LEVEL, LARGEST_LEVEL);
        NDArray variance = part(read, 2).sub(part(read, 1).square()).clip(0, LARGEST_VARIANCE);
        NDArray spread = part(read, 2)
                .mul(RELATIVE_FLOOR)
                .add(variance)
                .add(FLOOR * FLOOR)
                .sqrt();
        NDArray age = part(read, 4).neg().add(f.position).clip(0, 100);
        return forecast(f, new Seen(known, state, y, candidates, spread, age, look));
    }

    private NDArray forecast(LookbackConstants f, Seen seen) {
        NDManager scope = seen.y.getManager();
        NDArray y = seen.y;
        NDArray volatility = seen.state.get("..., 4:5").exp();
        NDArray errors = error(f, seen.candidates, y);
        NDArray fast = mean(f.fast, errors, scope);
        NDArray slow = mean(f.slow, errors, scope);
        NDArray ratios = NDArrays.concat(new NDList(ratio(fast), ratio(slow)), 2);
        NDArray reach = seen.candidates
                .sub(y)
                .concat(seen.known.get("..., 0:" + SHORT_LAGS), 2)
                .div(volatility.add(0.01))
                .clip(-LARGEST_RATIO, LARGEST_RATIO);
        NDArray gateLogs = NDArrays.concat(
                new NDList(
                        seen.spread,
                        seen.look.nearest,
                        seen.look.bandwidth,
                        seen.age,
                        fast.get("..., 0:1"),
                        slow.get("..., 0:1")),
                2);
        gateLogs = gateLogs.add(FLOOR).log();
        NDArray features = NDArrays.concat(new NDList(reach, ratios, gateLogs, seen.state), 2);
        NDArray hidden = gelu(network.gateIn.of(features));
        hidden = hidden.add(gelu(network.gateMiddle.of(hidden)));
        NDArray raw = network.gateOut.of(hidden);
        NDArray penalty =
                ratio(fast).mul(network.errorWeight.get("0:1")).add(ratio(slow).mul(network.errorWeight.get("1:2")));
        NDArray weights = raw.get("..., 0:" + CANDIDATES).sub(penalty).softmax(2);
        NDArray mean = weights.mul(seen.candidates)
                .sum(new int[] {2}, true)
                .add(raw.get("..., " + CANDIDATES + ":").mul(volatility))
                .clip(-LARGEST_LEVEL, LARGEST_LEVEL);
        return mean.sub(y).concat(logScale(f, seen, features, mean), 2);
    }

    private NDArray logScale(LookbackConstants f, Seen seen, NDArray features, NDArray mean) {
        NDManager scope = seen.y.getManager();
        NDArray error = error(f, mean, seen.y);
        List<NDArray> detached =
                seen.look.weights.stream().map(NDArray::stopGradient).toList();
        NDArray own = NDArrays.concat(
                        new NDList(
                                mean(f.fast, error, scope),
                                mean(f.slow, error, scope),
                                part(read(detached, error), 0),
                                seen.spread),
                        2)
                .add(FLOOR)
                .log();
        NDArray scales = seen.state.get("..., 4:5").concat(own, 2);
        NDArray all = features.concat(own.get("..., 0:" + (2 + HEADS)), 2);
        NDArray raw = network.scaleOut.of(gelu(network.scaleIn.of(all)));
        return raw.get("..., 0:" + SCALES)
                .softmax(2)
                .mul(scales)
                .sum(new int[] {2}, true)
                .add(raw.get("..., " + SCALES + ":"))
                .add(SCALE_OFFSET);
    }

    /** {@code [B, T, KNOWN]}. */
    private static NDArray known(LookbackConstants f, NDArray x, NDArray window) {
        NDArray relative = Conv1d.conv1d(window.expandDims(1), f.relative)
                .singletonOrThrow()
                .transpose(0, 2, 1);
        NDArray state = x.matMul(f.state).mul(x.matMul(f.known).add(f.knownBias).clip(0, 1));
        return relative.concat(state, 2);
    }

    private NDArray key(LookbackConstants f, NDArray known) {
        NDArray centered = known.sub(f.center);
        return centered.matMul(network.keyWeight)
                .add(gelu(network.keyWiden.of(centered)).matMul(network.keyNarrow));
    }

    private Look look(LookbackConstants f, NDArray key, NDArray state) {
        NDManager scope = key.getManager();
        NDArray metric = network.metric.exp();
        metric.attach(scope);
        NDArray squares = key.square().matMul(metric.transpose());
        NDArray position = key.get("..., 0:1").mul(0).add(f.position);
        NDArray cached = NDArrays.concat(new NDList(later(key), later(squares).add(f.unpaired), position), 2)
                .transpose(0, 2, 1);
        NDArray halves = squares.mul(0).expandDims(3).add(f.halves);
        NDArray queries = key.expandDims(2).mul(metric).concat(halves, 3);
        NDArray nearest = nearest(f, queries.stopGradient(), cached.stopGradient(), squares.stopGradient());
        NDArray bandwidth = mean(f.bandwidth, nearest, scope);
        NDArray floor = squares.stopGradient().mul(RELATIVE_FLOOR).add(FLOOR);
        NDArray width = state.matMul(network.widthOfState)
                .add(network.width)
                .clip(-WIDEST, WIDEST)
                .exp()
                .mul(bandwidth)
                .add(floor)
                .expandDims(3);
        NDArray fading = Activation.softPlus(network.fading);
        fading.attach(scope);
        NDArray fade = squares.mul(0).add(fading).expandDims(3);
        NDArray sharp = queries.div(width).concat(fade, 3);
        List<NDArray> weights = new ArrayList<>();
        for (int from = 0; from < f.length; from += BLOCK) {
            weights.add(scores(f, sharp, cached, from).softmax(3));
        }
        long rows = key.getShape().get(0);
        List<NDArray> flat = weights.stream()
                .map(weight -> weight.reshape(
                        rows,
                        weight.getShape().get(1) * HEADS,
                        weight.getShape().get(3)))
                .toList();
        return new Look(flat, nearest, bandwidth);
    }

    /** The squared distance to the nearest row, {@code [B, T, HEADS]}; without gradient. */
    private static NDArray nearest(LookbackConstants f, NDArray queries, NDArray cached, NDArray squares) {
        NDArray distances = cached.get(":, 0:" + (KEY + HEADS));
        NDList largest = new NDList();
        for (int from = 0; from < f.length; from += BLOCK) {
            largest.add(scores(f, queries, distances, from).max(new int[] {3}, false));
        }
        return squares.sub(NDArrays.concat(largest, 1).mul(2)).clip(0, LARGEST_DISTANCE);
    }

    /** {@code [B, steps, HEADS, until]}: a block's queries against all keys up to its end, the future masked. */
    private static NDArray scores(LookbackConstants f, NDArray queries, NDArray cached, int from) {
        int until = Math.min(f.length, from + BLOCK);
        long rows = queries.getShape().get(0);
        NDArray query = queries.get(":, " + from + ":" + until)
                .reshape(rows, (until - from) * HEADS, queries.getShape().get(3));
        return query.matMul(cached.get(":, :, 0:" + until))
                .reshape(rows, until - from, HEADS, until)
                .add(f.masks.get(from / BLOCK));
    }

    /** {@code [B, T, columns, HEADS]}: what the heads read of {@code told [B, T, columns]}. */
    private static NDArray read(List<NDArray> weights, NDArray told) {
        long rows = told.getShape().get(0);
        long columns = told.getShape().get(2);
        NDList parts = new NDList();
        for (NDArray weight : weights) {
            NDArray seen = told.get(":, 0:" + weight.getShape().get(2));
            parts.add(weight.matMul(seen).reshape(rows, weight.getShape().get(1) / HEADS, HEADS, columns));
        }
        return NDArrays.concat(parts, 1).transpose(0, 1, 3, 2);
    }

    private static NDArray part(NDArray read, int column) {
        return read.get(":, :, " + column);
    }

    /** What was forecast a step before against the value, zero at the first. */
    private static NDArray error(LookbackConstants f, NDArray forecast, NDArray y) {
        return later(forecast.stopGradient())
                .sub(y)
                .abs()
                .clip(0, LARGEST_ERROR)
                .mul(f.counted);
    }

    private static NDArray mean(NDArray weights, NDArray inputs, NDManager scope) {
        NDArray mean = weights.matMul(inputs);
        mean.attach(scope);
        return mean;
    }

    private static NDArray ratio(NDArray errors) {
        return errors.div(errors.get("..., 0:1").add(FLOOR)).clip(0, LARGEST_RATIO);
    }

    private static NDArray gelu(NDArray x) {
        return x.getNDArrayInternal().gelu();
    }

    /** A step later, zeros first. */
    private static NDArray later(NDArray z) {
        Shape shape = z.getShape();
        NDArray zeros = z.getManager().zeros(new Shape(shape.get(0), 1, shape.get(2)));
        return NDArrays.concat(new NDList(zeros, z.get(":, 0:" + (shape.get(1) - 1))), 1);
    }

    private LookbackConstants fixed(int length) {
        if (fixed == null || fixed.length != length) {
            fixed = new LookbackConstants(network.metric.getManager(), length);
        }
        return fixed;
    }

    /** @param weights of each block {@code [B, steps HEADS, until]} */
    private record Look(List<NDArray> weights, NDArray nearest, NDArray bandwidth) {}

    private record Seen(
            NDArray known, NDArray state, NDArray y, NDArray candidates, NDArray spread, NDArray age, Look look) {}
}
