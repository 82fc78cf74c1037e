package io.lookback.job;

import io.lookback.control.ControlLimits;

/** Where people tell a job, while it runs, which alerts are known and which were wrong. */
public record ControlSpec(String topic, ControlLimits limits) {

    public ControlSpec {
        Topics.require("control.topic", topic);
    }
}
