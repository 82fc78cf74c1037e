package io.lookback.onnx;

import org.jspecify.annotations.Nullable;

/** A model that cannot be loaded or run. */
public sealed class OnnxException extends RuntimeException permits DeviceException {

    private static final long serialVersionUID = 1L;

    OnnxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
