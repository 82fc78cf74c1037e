package io.lookback.detect;

import java.io.Serializable;

/** What a user may set about detection. */
public record DetectionSpec(int warmUp) implements Serializable {

    public static final DetectionSpec DEFAULT = new DetectionSpec(100);

    public Detector freshDetector(int features) {
        return new Detector(this, features);
    }
}
