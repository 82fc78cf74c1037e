package io.lookback.training.reference;

import io.lookback.training.graph.ModelFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The reference of each kind of cell that is held to one step by step: a new kind is one line here. */
public final class References {

    private static final Map<String, Function<ModelFile, StepReference>> OF = new LinkedHashMap<>();

    static {
        OF.put("lstm", model -> new LstmReference(model)::step);
        OF.put("rnn", RnnReference::new);
        OF.put("gru", GruReference::new);
        block("linear-attention", LinearAttentionReference::elu);
        block("performer", LinearAttentionReference::random);
        block("mlstm", MatrixLstmReference::new);
        block("s4d", StateSpaceReference::new);
        block("mamba", SelectiveReference::new);
        block("attention", AttentionReference::plain);
        block("local-p", AttentionReference::predicted);
        block("hard-attention", AttentionReference::best);
        block("top-k", AttentionReference::best);
        block("sparse-attention", SlotReference::sparse);
        block("lsh-attention", SlotReference::hashed);
        block("low-rank-attention", LowRankReference::new);
        block("hybrid", HybridReference::new);
        OF.put("encoder-decoder", EncoderDecoderReference::new);
    }

    private References() {}

    private static void block(String kind, Function<ModelFile, BlockReference.Mixing> mixing) {
        OF.put(kind, model -> new BlockReference(model, mixing));
    }

    public static List<String> kinds() {
        return List.copyOf(OF.keySet());
    }

    /** Of attention whose history is bounded and slides. */
    public static StepReference slidingAttention(byte[] model, int maxSteps) {
        return new BlockReference(ModelFile.parse(model), file -> AttentionReference.sliding(file, maxSteps));
    }

    public static StepReference of(String kind, byte[] model) {
        return Objects.requireNonNull(OF.get(kind), kind).apply(ModelFile.parse(model));
    }
}
