package io.lookback.training.net;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Locale;

/** Starts PyTorch once per process, without network access: its natives come from the class path. */
public final class Torch {

    private static final String ENGINE = "PyTorch";

    private Torch() {}

    /**
     * @param threads for PyTorch's own kernels; the first call of a process decides
     * @throws IllegalStateException if the class path has no natives for this platform
     */
    public static NDManager start(int threads) {
        setUnlessGiven("ai.djl.offline", "true");
        setUnlessGiven("ai.djl.default_engine", ENGINE);
        setUnlessGiven("ai.djl.pytorch.num_threads", Integer.toString(threads));
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
        setUnlessGiven("OPT_OUT_TRACKING", "true");
        try {
            return Engine.getEngine(ENGINE).newBaseManager();
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "PyTorch does not start on %s %s. The build brings the natives of linux-x86_64; for another "
                                    + "platform build with -Dpytorch.classifier=osx-aarch64, linux-aarch64 or win-x86_64.",
                            System.getProperty("os.name"),
                            System.getProperty("os.arch")),
                    e);
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
