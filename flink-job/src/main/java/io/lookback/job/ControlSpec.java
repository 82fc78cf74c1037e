package io.lookback.job;

import io.lookback.control.ControlLimits;

/** Where people tell a job, while it runs, which alerts are known, which were wrong, and which models to use. */
public record ControlSpec(String topic, ControlLimits limits) {

    public ControlSpec {
        Topics.require("control.topic", topic);
    }
}
