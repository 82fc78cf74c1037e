package io.lookback.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * A loaded model: one ONNX Runtime session per model and process, shared by all subtasks and counted. Whoever acquires
 * it closes it; the last one out releases the native session. Calls may come from any thread.
 */
public final class OnnxModel implements AutoCloseable {

    /** Guards {@link #LOADED} and every {@link #users}. */
    private static final Object LOCK = new Object();

    private static final Map<String, OnnxModel> LOADED = new HashMap<>();

    private final String digest;
    private final OrtSession session;

    private int users;

    private OnnxModel(String digest, OrtSession session) {
        this.digest = digest;
        this.session = session;
    }

    /**
     * Loads the model, or joins those who loaded the same bytes before.
     *
     * @param name for error messages
     * @throws IllegalArgumentException if {@link GraphCheck} refuses the graph
     * @throws OnnxException if the bytes are not a model that this runtime can execute
     */
    public static OnnxModel acquire(String name, byte[] graph) {
        String digest = digest(graph);
        synchronized (LOCK) {
            OnnxModel model = LOADED.get(digest);
            if (model == null) {
                model = new OnnxModel(digest, open(name, graph));
                LOADED.put(digest, model);
            }
            model.users++;
            return model;
        }
    }

    /** Number of sessions that the process holds. */
    public static int loaded() {
        synchronized (LOCK) {
            return LOADED.size();
        }
    }

    /** ONNX Runtime's name of what executes every model: sessions are given no provider beside the processor. */
    public static String provider() {
        return OnnxRuntime.PROVIDER;
    }

    /** SHA-256 of the model's bytes, in hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** The model's own metadata: its card. */
    public Map<String, String> metadata() {
        try {
            return Map.copyOf(session.getMetadata().getCustomMetadata());
        } catch (OrtException e) {
            throw new OnnxException("The metadata of model %s cannot be read".formatted(digest), e);
        }
    }

    public Map<String, TensorSpec> inputs() {
        try {
            return specs(session.getInputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException("The inputs of model %s cannot be read".formatted(digest), e);
        }
    }

    public Map<String, TensorSpec> outputs() {
        try {
            return specs(session.getOutputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException("The outputs of model %s cannot be read".formatted(digest), e);
        }
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() {
        synchronized (LOCK) {
            if (--users > 0) {
                return;
            }
            LOADED.remove(digest, this);
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException("Model %s could not be released".formatted(digest), e);
        }
    }

    private static OrtSession open(String name, byte[] graph) {
        GraphCheck.require(name, graph);
        try (OrtSession.SessionOptions options = OnnxRuntime.options()) {
            return OnnxRuntime.environment().createSession(graph, options);
        } catch (OrtException e) {
            throw new OnnxException(
                    "Model '%s' (%d bytes) is not a graph that ONNX Runtime can load: %s"
                            .formatted(name, graph.length, e.getMessage()),
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

    private static String digest(byte[] graph) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
