package io.lookback.training.net;

import static io.lookback.training.net.LookbackLayout.CANDIDATES;
import static io.lookback.training.net.LookbackLayout.GATE;
import static io.lookback.training.net.LookbackLayout.HEADS;
import static io.lookback.training.net.LookbackLayout.KEY;
import static io.lookback.training.net.LookbackLayout.KNOWN;
import static io.lookback.training.net.LookbackLayout.NAIVE;
import static io.lookback.training.net.LookbackLayout.ROW;
import static io.lookback.training.net.LookbackLayout.SCALE;
import static io.lookback.training.net.LookbackLayout.SCALES;
import static io.lookback.training.net.LookbackNetwork.HIDDEN;
import static io.lookback.training.net.LookbackNetwork.KEY_HIDDEN;

import io.lookback.training.graph.ModelFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the trained numbers of a {@link LookbackNetwork} back from its exported step graph: undoes what
 * {@link LookbackStep} joins, centers, and maps to positive numbers.
 */
final class LookbackWeights {

    private static final int JUDGED = CANDIDATES + 1;
    private static final int KEY_COLUMNS = ROW + KEY_HIDDEN;

    private final ModelFile file;

    LookbackWeights(ModelFile file) {
        this.file = file;
    }

    /** Values by the parameter's name. */
    Map<String, float[]> byName() {
        Map<String, float[]> values = new HashMap<>();
        readKey(values);
        readAttention(values);
        readGates(values);
        return values;
    }

    private void readKey(Map<String, float[]> values) {
        float[] weight = sized("key_weight", KNOWN * KEY_COLUMNS);
        float[] bias = sized("key_bias", KEY_COLUMNS);
        float[] center = LookbackLayout.center();
        for (int k = 0; k < KNOWN; k++) {
            for (int column = 0; column < KEY_COLUMNS; column++) {
                bias[column] += center[k] * weight[k * KEY_COLUMNS + column];
            }
        }
        values.put("key_weight", part(weight, KEY_COLUMNS, KNOWN, 0, KEY));
        values.put("key_widen_weight", part(weight, KEY_COLUMNS, KNOWN, ROW, KEY_HIDDEN));
        values.put("key_widen_bias", Arrays.copyOfRange(bias, ROW, KEY_COLUMNS));
        values.put("key_narrow", part(sized("key_narrow", KEY_HIDDEN * ROW), ROW, KEY_HIDDEN, 0, KEY));
    }

    private void readAttention(Map<String, float[]> values) {
        float[] metric = sized("metric", KEY * HEADS);
        float[] logMetric = new float[KEY * HEADS];
        for (int k = 0; k < KEY; k++) {
            for (int head = 0; head < HEADS; head++) {
                logMetric[head * KEY + k] = (float) Math.log(metric[k * HEADS + head]);
            }
        }
        float[] fading = sized("fading", HEADS);
        for (int head = 0; head < HEADS; head++) {
            fading[head] = (float) Math.log(Math.expm1(fading[head]));
        }
        float[] mix = Arrays.copyOfRange(sized("first_mix", CANDIDATES), NAIVE, NAIVE + 3 * HEADS);
        for (int k = 0; k < mix.length; k++) {
            mix[k] = (float) Math.log(Math.max(mix[k], Float.MIN_NORMAL));
        }
        values.put("metric", logMetric);
        values.put("width", sized("width", HEADS));
        values.put("width_of_state", sized("width_of_state", LookbackLayout.STATE * HEADS));
        values.put("fading", fading);
        values.put("first_mix", mix);
    }

    private void readGates(Map<String, float[]> values) {
        float[] both = sized("gates_weight", SCALE * 2 * HIDDEN);
        float[] bias = sized("gates_bias", 2 * HIDDEN);
        values.put("gate_in_weight", part(both, 2 * HIDDEN, GATE, 0, HIDDEN));
        values.put("gate_in_bias", Arrays.copyOf(bias, HIDDEN));
        values.put("scale_in_weight", part(both, 2 * HIDDEN, SCALE, HIDDEN, HIDDEN));
        values.put("scale_in_bias", Arrays.copyOfRange(bias, HIDDEN, 2 * HIDDEN));
        values.put("gate_middle_weight", sized("gate_middle_weight", HIDDEN * HIDDEN));
        values.put("gate_middle_bias", sized("gate_middle_bias", HIDDEN));
        float[] out = sized("gate_out_weight", (HIDDEN + 2 * CANDIDATES) * JUDGED);
        values.put("gate_out_weight", Arrays.copyOf(out, HIDDEN * JUDGED));
        values.put("gate_out_bias", sized("gate_out_bias", JUDGED));
        values.put("error_weight", new float[] {-out[HIDDEN * JUDGED], -out[(HIDDEN + CANDIDATES) * JUDGED]});
        float[] scale = sized("scale_out_bias", SCALES + 1);
        scale[SCALES] -= LookbackSequence.SCALE_OFFSET;
        values.put("scale_out_weight", sized("scale_out_weight", HIDDEN * (SCALES + 1)));
        values.put("scale_out_bias", scale);
    }

    /** A copy, which may be changed. */
    private float[] sized(String name, int size) {
        return file.weight(name, size).clone();
    }

    /** Columns {@code from..from + width - 1} of a matrix's first rows. */
    private static float[] part(float[] matrix, int columns, int rows, int from, int width) {
        float[] part = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix, row * columns + from, part, row * width, width);
        }
        return part;
    }
}
