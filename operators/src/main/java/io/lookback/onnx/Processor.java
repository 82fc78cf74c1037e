package io.lookback.onnx;

/** Executes each call in the thread that makes it. */
enum Processor implements Runner {
    INSTANCE;

    @Override
    public void run(BoundCall call, int rows) {
        call.execute();
    }

    @Override
    public void run(Runnable call) {
        call.run();
    }

    @Override
    public DeviceLoad load() {
        return DeviceLoad.NONE;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
