package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.CANDIDATES;
import static io.lookback.training.net.LookbackLayout.GATE;
import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.KEY;
import static io.lookback.training.net.LookbackLayout.KNOWN;
import static io.lookback.training.net.LookbackLayout.LAGS;
import static io.lookback.training.net.LookbackLayout.NAIVE;
import static io.lookback.training.net.LookbackLayout.RELATIVE;
import static io.lookback.training.net.LookbackLayout.SCALE;
import static io.lookback.training.net.LookbackLayout.SCALES;
import static io.lookback.training.net.LookbackLayout.STATE;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.AttentionMemory;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.graph.StepMemory;
import java.util.Map;

/**
 * Attention that looks back: what came next when things last looked as they do now.
 *
 * <p>A cached row pairs the <i>context before</i> a value with what followed. Its key is made of what is known at a step,
 * the last 256 values relative to the newest and the cell input. Each head measures the distance of all past keys to the
 * present one by weights of its own and averages what followed by {@code softmax(-|q - k|^2 / 2 w - rho age)}; the width
 * {@code w} is learned relative to a running mean of the distance to the nearest row, so that it is that of the series.
 *
 * <p>From what the heads read come candidates: the change that followed, the level that followed, the level relative to a
 * running mean, and the last two once more with the forecast made at the time in place of the value, which averages the
 * cycle before last into the last one. A gate that sees them, their running errors, and how near the nearest past is,
 * weighs them and the naive ones (exponential weights are where it starts); a second one chooses among scales: volatility,
 * own errors, and the error that was made when things looked as they do now.
 *
 * <p>Whole sequences are computed in parallel over time, in causal blocks; see {@link LookbackSequence}. Nothing that a
 * row tells is rewritten later, and the step form is {@link LookbackStep}.
 */
public final class LookbackNetwork implements Network {

    public static final String CELL = "lookback";

    static final int KEY_HIDDEN = 48;
    static final int HIDDEN = 64;

    /** Keys that each head starts with as its own, from the first one on. */
    private static final int[] OWN_KEYS = {0, 8, 15, KEY};

    final NDArray keyWeight;
    final Linear keyWiden;
    final NDArray keyNarrow;
    final NDArray metric;
    final NDArray width;
    final NDArray widthOfState;
    final NDArray fading;
    final NDArray firstMix;
    final Linear gateIn;
    final Linear gateMiddle;
    final Linear gateOut;
    final NDArray errorWeight;
    final Linear scaleIn;
    final Linear scaleOut;

    private final Parameters parameters;
    private final LookbackSequence sequence;

    public LookbackNetwork(Parameters parameters) {
        this.parameters = parameters;
        this.keyWeight = parameters.gaussian("key_weight", at -> keySpread(at / KEY, at % KEY), KNOWN, KEY);
        this.keyWiden = new Linear("key_widen", KNOWN, KEY_HIDDEN, 1 / Math.sqrt(KNOWN), parameters);
        this.keyNarrow = parameters.gaussian("key_narrow", at -> 0.02, KEY_HIDDEN, KEY);
        this.metric = parameters.of("metric", firstMetric(), HEADS, KEY);
        this.width = parameters.constant("width", 0, HEADS);
        this.widthOfState = parameters.constant("width_of_state", 0, STATE, HEADS);
        this.fading = parameters.constant("fading", -3, HEADS);
        this.firstMix = parameters.constant("first_mix", 0, CANDIDATES - NAIVE - 2L * HEADS);
        this.gateIn = new Linear("gate_in", GATE, HIDDEN, 1 / Math.sqrt(GATE), parameters);
        this.gateMiddle = new Linear("gate_middle", HIDDEN, HIDDEN, 1 / Math.sqrt(HIDDEN), parameters);
        this.gateOut = new Linear("gate_out", HIDDEN, CANDIDATES + 1, 0.03, parameters);
        this.errorWeight = parameters.constant("error_weight", 2, 2);
        this.scaleIn = new Linear("scale_in", SCALE, HIDDEN, 1 / Math.sqrt(SCALE), parameters);
        this.scaleOut = new Linear("scale_out", HIDDEN, SCALES + 1, 0.03, parameters);
        this.sequence = new LookbackSequence(this);
    }

    @Override
    public String cell() {
        return CELL;
    }

    @Override
    public String contract() {
        return "attention/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "context", Integer.toString(LookbackStep.CONTEXT),
                "row", Integer.toString(LookbackLayout.ROW),
                "heads", Integer.toString(HEADS),
                "key", Integer.toString(KEY));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** A distance is a difference of squares, which loses digits where the nearest past is very near. */
    @Override
    public double tolerance() {
        return 2e-3;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        return sequence.outputs(x, before);
    }

    @Override
    public void goOnFrom(ModelFile file) {
        parameters.set(new LookbackWeights(file.ofCell(CELL)).byName());
    }

    @Override
    public StepMemory freshMemory() {
        return new AttentionMemory(LookbackStep.CONTEXT, LookbackLayout.ROW, 0);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        new LookbackStep(this, graph).write();
    }

    /** The first head starts on the long window, the second on eight lags and the state, the third on three and the state. */
    private static double keySpread(int known, int key) {
        int head = key < OWN_KEYS[1] ? 0 : key < OWN_KEYS[2] ? 1 : 2;
        boolean state = known >= RELATIVE;
        double weight = switch (head) {
            case 0 -> known < LAGS ? 1 : state ? 0 : 0.5;
            case 1 -> known < 8 || state ? 1 : 0;
            default -> known < 3 || state && known < RELATIVE + 4 ? 1 : 0;
        };
        boolean slow = known >= RELATIVE + 4;
        return weight * (slow ? 0.3 : 1) / (3 * Math.sqrt(OWN_KEYS[head + 1] - OWN_KEYS[head]));
    }

    private static float[] firstMetric() {
        float[] metric = new float[HEADS * KEY];
        for (int at = 0; at < metric.length; at++) {
            int head = at / KEY;
            int key = at % KEY;
            metric[at] = key >= OWN_KEYS[head] && key < OWN_KEYS[head + 1] ? 0 : -3;
        }
        return metric;
    }
}
