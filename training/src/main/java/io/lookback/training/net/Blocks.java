package io.lookback.training.net;

import java.util.function.BiFunction;

/** The kinds of cells that are one {@link BlockNetwork} around a {@link Mixer} of their own. */
public final class Blocks {

    private static final int RANDOM_FEATURES = 16;

    private Blocks() {}

    public static Network linearAttention(NetworkOptions options, Parameters parameters) {
        return block(
                LinearAttention.CELL,
                options,
                parameters,
                (heads, weights) -> new LinearAttention(heads, new EluFeatures(heads.size()), weights));
    }

    public static Network performer(NetworkOptions options, Parameters parameters) {
        return block(
                LinearAttention.PERFORMER,
                options,
                parameters,
                (heads, weights) -> new LinearAttention(
                        heads, new RandomFeatures(heads.size(), RANDOM_FEATURES, weights), weights));
    }

    public static Network matrixLstm(NetworkOptions options, Parameters parameters) {
        return block(MatrixLstm.CELL, options, parameters, MatrixLstm::new);
    }

    public static Network diagonalStateSpace(NetworkOptions options, Parameters parameters) {
        int hidden = options.unitsOr(BlockNetwork.HIDDEN);
        return new BlockNetwork(DiagonalStateSpace.CELL, hidden, DiagonalStateSpace::new, parameters);
    }

    public static Network selectiveStateSpace(NetworkOptions options, Parameters parameters) {
        int hidden = options.unitsOr(BlockNetwork.HIDDEN);
        return new BlockNetwork(SelectiveStateSpace.CELL, hidden, SelectiveStateSpace::new, parameters);
    }

    public static Network attention(NetworkOptions options, Parameters parameters) {
        return attention(Attention.CELL, options, parameters, (heads, weights) -> new Softmax());
    }

    public static Network predictedPosition(NetworkOptions options, Parameters parameters) {
        return attention(
                Attention.LOCAL_P,
                options,
                parameters,
                (heads, weights) -> new PredictedPosition(heads.hidden(), weights));
    }

    public static Network hardAttention(NetworkOptions options, Parameters parameters) {
        return attention(Attention.HARD, options, parameters, (heads, weights) -> new Best(1));
    }

    public static Network topK(NetworkOptions options, Parameters parameters) {
        return attention(Attention.TOP_K, options, parameters, (heads, weights) -> new Best(options.best()));
    }

    public static Network sparseAttention(NetworkOptions options, Parameters parameters) {
        return block(
                SparseSlots.CELL,
                options,
                parameters,
                (heads, weights) -> new SlotAttention(heads, new SparseSlots(), weights));
    }

    public static Network hashedAttention(NetworkOptions options, Parameters parameters) {
        return block(
                HashBuckets.CELL,
                options,
                parameters,
                (heads, weights) -> new SlotAttention(heads, new HashBuckets(heads.hidden(), weights), weights));
    }

    public static Network lowRankAttention(NetworkOptions options, Parameters parameters) {
        return block(LowRankAttention.CELL, options, parameters, LowRankAttention::new);
    }

    public static Network hybrid(NetworkOptions options, Parameters parameters) {
        return block(Hybrid.CELL, options, parameters, (heads, weights) -> {
            Attention attention = new Attention(heads, options.groups(), options.positions(), new Softmax(), weights);
            return new Hybrid(heads.hidden(), attention, weights);
        });
    }

    private static Network attention(
            String cell, NetworkOptions options, Parameters parameters, BiFunction<Heads, Parameters, Selection> by) {
        return block(
                cell,
                options,
                parameters,
                (heads, weights) ->
                        new Attention(heads, options.groups(), options.positions(), by.apply(heads, weights), weights));
    }

    private static Network block(
            String cell, NetworkOptions options, Parameters parameters, BiFunction<Heads, Parameters, Mixer> mixer) {
        int hidden = options.unitsOr(BlockNetwork.HIDDEN);
        return new BlockNetwork(
                cell, hidden, (d, weights) -> mixer.apply(new Heads(d, options.heads()), weights), parameters);
    }
}
