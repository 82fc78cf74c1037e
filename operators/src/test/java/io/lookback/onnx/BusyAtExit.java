package io.lookback.onnx;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process that exits with code {@value #CODE} while other threads run a model, as a stopped TaskManager does. */
final class BusyAtExit {

    static final int CODE = 7;

    private static final int THREADS = 2;

    private BusyAtExit() {}

    @SuppressWarnings("NullAway") // the shipped model is on the class path
    public static void main(String[] arguments) throws Exception {
        byte[] graph = BusyAtExit.class.getResourceAsStream("/models/lstm.onnx").readAllBytes();
        CountDownLatch running = new CountDownLatch(THREADS * 100);
        OnnxModel model = OnnxModel.acquire("lstm", graph);
        for (int i = 0; i < THREADS; i++) {
            BoundCall call = BoundCall.of(
                    model,
                    Map.of("x", new long[] {256, 14}, "m", new long[] {256, 96}),
                    Map.of("y", new long[] {256, 2}, "m_next", new long[] {256, 96}));
            Thread thread = new Thread(() -> {
                while (true) {
                    call.run();
                    running.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        running.await();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> linger(System.nanoTime())));
        System.exit(CODE);
    }

    /** Gives the library's own hook, which runs beside this one, time to do its harm. */
    private static void linger(long from) {
        while (System.nanoTime() - from < 500_000_000L) {
            Thread.onSpinWait();
        }
    }
}
