package io.lookback.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Locale;
import java.util.Set;

/**
 * The process's one ONNX Runtime environment. It is made on a thread with a stack of its own: the native library parses
 * the process's command line recursively, which has overflowed the small stacks of task threads.
 */
final class OnnxRuntime {

    private static final long STACK_BYTES = 16L << 20;

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /**
     * Of a session on the device; the caller closes them.
     *
     * @throws DeviceException if this build has no provider for the device, or the provider does not load
     */
    static OrtSession.SessionOptions options(Device device) throws OrtException {
        requireProvider(device);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            configure(options);
            if (device.kind() == Device.Kind.CUDA) {
                chooseCuda(options, device);
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static void requireProvider(Device device) {
        try {
            device.requireProvider();
        } catch (IllegalArgumentException e) {
            throw new DeviceException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * One thread per call, never spinning: a job runs as many calls at a time as it has subtasks. Inputs and outputs lie in
     * buffers of ours; what is between them lies in the session's arena, which is as large as its largest call needed. Bytes
     * are ONNX, whatever they look like: {@link GraphCheck} reads no other format.
     */
    private static void configure(OrtSession.SessionOptions options) throws OrtException {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.load_model_format", "ONNX");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setDeterministicCompute(true);
    }

    /**
     * No node may run on the processor instead: ONNX Runtime then opens no session. Floats are multiplied as floats and not
     * as the shorter ones of newer cards.
     */
    private static void chooseCuda(OrtSession.SessionOptions options, Device device) throws OrtException {
        options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.card())) {
            cuda.add("use_tf32", "0");
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw new DeviceException(
                    String.format(
                            Locale.ROOT,
                            "device %s cannot be used: %s. Its driver, CUDA 12 and cuDNN 9 must be on the library path of every process that scores (docs/gpu.md). Install them, or set device: cpu.",
                            device,
                            cause(e)),
                    e);
        }
    }

    /** What this build of ONNX Runtime can execute models with, whether it is there or not. */
    static Set<OrtProvider> providers() {
        environment();
        return OrtEnvironment.getAvailableProviders();
    }

    /** The runtime's own words, to be followed by ours. */
    static String cause(OrtException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("[. ]+$", "");
    }

    /** Outside the holder: its thread would wait for the holder's own initialization. */
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
