package io.lookback.onnx;

/**
 * Where the calls of a device's models are executed. When a method returns or throws, nobody touches the call's buffers any
 * more: the caller may read, write and free them. Any thread.
 */
sealed interface Runner permits Processor, Dispatcher {

    /**
     * Executes a call, perhaps as a part of a larger one.
     *
     * @param rows of the call that are in use; what is computed of the others is not defined
     * @throws OnnxException if the run fails of which the call was a part
     * @throws java.util.concurrent.CancellationException if the thread is interrupted before the call's turn comes
     */
    void run(BoundCall call, int rows);

    /** Likewise something that is to be executed by itself. */
    void run(Runnable call);

    DeviceLoad load();

    /** Ends it; calls that wait fail. */
    void close();
}
