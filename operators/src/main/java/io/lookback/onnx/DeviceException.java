package io.lookback.onnx;

/** A device that was asked for is not there, or cannot run a model. To try again does not help. */
public final class DeviceException extends OnnxException {

    private static final long serialVersionUID = 1L;

    DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
