package io.lookback.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;

/**
 * The process's one ONNX Runtime environment. It is made on a thread with a stack of its own: the native library parses
 * the process's command line recursively, which has overflowed the small stacks of task threads.
 */
final class OnnxRuntime {

    static final String PROVIDER = OrtProvider.CPU.getName();

    private static final long STACK_BYTES = 16L << 20;

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /**
     * One thread per call, never spinning: a job runs as many calls at a time as it has subtasks. No arena and no memory
     * patterns: buffers are ours and of constant size. Bytes are ONNX, whatever they look like: {@link GraphCheck} reads
     * no other format.
     */
    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.load_model_format", "ONNX");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setDeterministicCompute(true);
        return options;
    }

    /** Outside the holder: its thread would wait for the holder's own initialisation. */
    private static OrtEnvironment create() {
        OrtEnvironment[] made = new OrtEnvironment[1];
        Thread maker = new Thread(
                null,
                () -> made[0] = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "lookback"),
                "onnx-environment",
                STACK_BYTES);
        maker.start();
        try {
            maker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ONNX Runtime was loading", e);
        }
        if (made[0] == null) {
            throw new IllegalStateException("ONNX Runtime did not load; its cause is in the log of thread '"
                    + maker.getName() + "'. Check that the onnxruntime jar is on the class path once.");
        }
        return made[0];
    }

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = create();
    }
}
