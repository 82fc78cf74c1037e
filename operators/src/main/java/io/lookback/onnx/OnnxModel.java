package io.lookback.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A loaded model: one ONNX Runtime session per model, device and process, shared by all subtasks and counted. Whoever
 * acquires it closes it; the last one out releases the native session. Calls may come from any thread.
 */
public final class OnnxModel implements AutoCloseable {

    /** Guards {@link #LOADED} and every {@link #users}. */
    private static final Object LOCK = new Object();

    private static final Map<Key, OnnxModel> LOADED = new HashMap<>();

    private final Key key;
    private final OrtSession session;
    private final Runner runner;
    private final MergedRows merged = new MergedRows(this);

    private int users;

    private OnnxModel(Key key, OrtSession session, Runner runner) {
        this.key = key;
        this.session = session;
        this.runner = runner;
    }

    /**
     * Loads the model, or joins those who loaded the same bytes for the same device before.
     *
     * @param name for error messages
     * @throws IllegalArgumentException if {@link GraphCheck} refuses the graph
     * @throws DeviceException if the device or what it needs is missing, or cannot execute all of the graph
     * @throws OnnxException if the bytes are not a model that this runtime can execute
     */
    public static OnnxModel acquire(String name, byte[] graph, Device device) {
        return acquire(name, graph, device, device);
    }

    /** Likewise, on the processor. */
    public static OnnxModel acquire(String name, byte[] graph) {
        return acquire(name, graph, Device.CPU);
    }

    /** @param provider whose provider executes the model: the device itself, but in tests without one */
    static OnnxModel acquire(String name, byte[] graph, Device device, Device provider) {
        Key key = new Key(digest(graph), device);
        synchronized (LOCK) {
            OnnxModel model = LOADED.get(key);
            if (model == null) {
                model = new OnnxModel(key, open(name, graph, provider), Devices.acquire(device));
                LOADED.put(key, model);
            }
            model.users++;
            return model;
        }
    }

    private record Key(String digest, Device device) {}

    /** Number of sessions that the process holds. */
    public static int loaded() {
        synchronized (LOCK) {
            return LOADED.size();
        }
    }

    /** SHA-256 of the model's bytes, in hexadecimal digits. */
    public String digest() {
        return key.digest();
    }

    /** The model's own metadata: its card. The runtime gives null for a text that it cannot read: that says nothing. */
    public Map<String, String> metadata() {
        try {
            Map<String, String> found = new HashMap<>(session.getMetadata().getCustomMetadata());
            found.entrySet().removeIf(entry -> entry.getKey() == null || entry.getValue() == null);
            return Map.copyOf(found);
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "The metadata of model %s cannot be read", digest()), e);
        }
    }

    public Map<String, TensorSpec> inputs() {
        try {
            return specs(session.getInputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "The inputs of model %s cannot be read", digest()), e);
        }
    }

    public Map<String, TensorSpec> outputs() {
        try {
            return specs(session.getOutputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "The outputs of model %s cannot be read", digest()), e);
        }
    }

    Runner runner() {
        return runner;
    }

    /** Where rows of several calls come together; of the one thread that runs the model's calls. */
    MergedRows merged() {
        return merged;
    }

    void execute(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        try (OrtSession.Result ignored = session.run(inputs, outputs)) {
            // The outputs are pinned: the result owns nothing, but holds native handles until it is closed.
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "Model %s failed: %s", digest(), e.getMessage()), e);
        }
    }

    /** Likewise, but for no longer than the limit allows. */
    void execute(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs, RunLimit limit) {
        limit.begin();
        try (OrtSession.Result ignored = session.run(inputs, Set.of(), outputs, limit.options())) {
            ended(limit);
        } catch (OrtException e) {
            throw new OnnxException(
                    ended(limit)
                            ? String.format(
                                    Locale.ROOT,
                                    "Model %s took longer than %d s",
                                    digest(),
                                    RunLimit.LONGEST.toSeconds())
                            : String.format(Locale.ROOT, "Model %s failed: %s", digest(), e.getMessage()),
                    e);
        }
    }

    private boolean ended(RunLimit limit) {
        try {
            return limit.end();
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "Model %s cannot be run any more", digest()), e);
        }
    }

    @Override
    public void close() {
        synchronized (LOCK) {
            if (--users > 0) {
                return;
            }
            LOADED.remove(key, this);
        }
        Devices.release(key.device());
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException(String.format(Locale.ROOT, "Model %s could not be released", digest()), e);
        }
    }

    private static OrtSession open(String name, byte[] graph, Device provider) {
        GraphCheck.require(name, graph);
        try (OrtSession.SessionOptions options = OnnxRuntime.options(provider)) {
            return OnnxRuntime.environment().createSession(graph, options);
        } catch (OrtException e) {
            if (provider.kind() != Device.Kind.CPU) {
                throw new DeviceException(
                        String.format(
                                Locale.ROOT,
                                "Model '%s' cannot be executed by %s: %s. If the device is there, the model needs an operator that its provider lacks, or the device has no memory left. Correct that, or set device: cpu.",
                                name,
                                provider,
                                OnnxRuntime.cause(e)),
                        e);
            }
            throw new OnnxException(
                    String.format(
                            Locale.ROOT,
                            "Model '%s' (%d bytes) is not a graph that ONNX Runtime can load: %s",
                            name,
                            graph.length,
                            e.getMessage()),
                    e);
        }
    }

    private static Map<String, TensorSpec> specs(Collection<NodeInfo> nodes) {
        Map<String, TensorSpec> specs = new HashMap<>();
        for (NodeInfo node : nodes) {
            TensorSpec spec = node.getInfo() instanceof TensorInfo tensor
                    ? TensorSpec.of(node.getName(), Objects.toString(tensor.type), tensor.getShape())
                    : TensorSpec.of(node.getName(), node.getInfo().getClass().getSimpleName(), new long[0]);
            specs.put(node.getName(), spec);
        }
        return Map.copyOf(specs);
    }

    /** SHA-256 of a model's bytes, in hexadecimal digits. */
    public static String digest(byte[] graph) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
