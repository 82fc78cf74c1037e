package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.lookback.training.graph.Formula;
import java.util.Map;

/**
 * Attention around a position that the step predicts, local-p of Luong et al., 2015, arXiv 1508.04025, section 3.2:
 * {@code p = S sigmoid(v . tanh(W x))} among S steps; a softmax over the steps at most {@value #REACH} from p, each times
 * {@code exp(-(i - p)^2 / 2 sigma^2)} with sigma half of that. S is the number of steps that are read, itself included: the
 * past in place of a source sentence.
 */
final class PredictedPosition implements Selection {

    private static final int REACH = 10;
    private static final double SIGMA = REACH / 2.0;

    private final Linear inner;
    private final Linear outer;

    PredictedPosition(int hidden, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.inner = new Linear("position", hidden, hidden, bound, parameters);
        this.outer = new Linear("position_of", hidden, new float[] {2}, bound, parameters);
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reach", Integer.toString(REACH));
    }

    @Override
    public NDArray weights(NDArray scores, NDArray x) {
        NDManager manager = x.getManager();
        long length = x.getShape().get(1);
        NDArray steps = manager.arange(0f, length);
        NDArray share = outer.of(inner.of(x).tanh()).getNDArrayInternal().sigmoid();
        NDArray place = share.mul(steps.add(1).reshape(1, length, 1));
        NDArray distance = steps.reshape(1, 1, length).sub(place).expandDims(1);
        NDArray far = distance.abs().gt(REACH).toType(x.getDataType(), false);
        NDArray near = scores.add(far.mul(Causal.MASKED)).softmax(3);
        return near.mul(distance.square().mul(-1 / (2 * SIGMA * SIGMA)).exp());
    }

    @Override
    public String write(Formula f, String scores, String x, String mask) {
        String hidden = f.tanh(inner.write(f.graph(), "position_in", x));
        String share = f.sigmoid(outer.write(f.graph(), "position_share", hidden));
        String count = f.sum(mask, 1);
        String place = f.multiply(share, f.add(count, 1));
        String cached = f.add(f.cumulative(mask, 1), -1);
        String distance = f.unsqueeze(f.subtract(f.concat(1, cached, count), place), 1);
        String far = f.greater(f.abs(distance), f.constant(REACH));
        String near = f.softmax(f.where(far, f.constant(Causal.MASKED), scores), 2);
        return f.multiply(near, f.exp(f.multiply(f.square(distance), (float) (-1 / (2 * SIGMA * SIGMA)))));
    }
}
