package io.lookback.control;

import java.io.Serializable;

/**
 * How many entries a job follows.
 *
 * @param rules most rules
 * @param labels most labels of all series together
 */
public record ControlLimits(int rules, int labels) implements Serializable {

    public static final ControlLimits DEFAULT = new ControlLimits(1_000, 10_000);

    /** Most labels of one series: more than this say nothing that fewer do not. */
    static final int LABELS_OF_A_SERIES = 100;

    public ControlLimits {
        require("control.max-rules", rules);
        require("control.max-labels", labels);
    }

    private static void require(String setting, int found) {
        if (found < 0 || found > 1_000_000) {
            throw new IllegalArgumentException("%s is %d: give 0 to 1000000".formatted(setting, found));
        }
    }
}
