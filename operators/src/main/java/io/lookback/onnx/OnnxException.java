package io.lookback.onnx;

/** A model that cannot be loaded or run. */
public final class OnnxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
