package io.lookback.control;

import java.io.Serializable;
import java.util.Locale;

/**
 * How many entries a job follows.
 *
 * @param rules most rules
 * @param labels most labels of all series together
 * @param models most announcements of models
 */
public record ControlLimits(int rules, int labels, int models) implements Serializable {

    public static final ControlLimits DEFAULT = new ControlLimits(1_000, 10_000, 16);

    /** Most labels of one series: more than this say nothing that fewer do not. */
    static final int LABELS_OF_A_SERIES = 100;

    /** Most resets: each is compared with every series once. */
    static final int RESETS = 1_000;

    /** Most requests for forecasts: each is answered once. */
    static final int FORECASTS = 1_000;

    private static final int MOST = 1_000_000;
    /** Each is a model in the memory of every subtask. */
    private static final int MOST_MODELS = 1_000;

    public ControlLimits {
        require("control.max-rules", rules, MOST);
        require("control.max-labels", labels, MOST);
        require("control.max-models", models, MOST_MODELS);
    }

    private static void require(String setting, int found, int most) {
        if (found < 0 || found > most) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %d: give 0 to %d", setting, found, most));
        }
    }
}
