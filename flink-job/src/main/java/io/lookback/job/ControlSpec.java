package io.lookback.job;

import io.lookback.control.ControlLimits;
import java.util.Optional;

/**
 * Where people tell a job, while it runs, which alerts are known, which were wrong, and which models to use.
 *
 * @param shadow topic of the scores of models that only score beside those that count; empty for none such
 */
public record ControlSpec(String topic, ControlLimits limits, Optional<String> shadow) {

    public ControlSpec {
        Topics.require("control.topic", topic);
        shadow.ifPresent(scores -> Topics.require("shadow.topic", scores));
    }
}
