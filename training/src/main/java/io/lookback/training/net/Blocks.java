package io.lookback.training.net;

import java.util.function.BiFunction;

/** The kinds of cells that are one {@link BlockNetwork} around a {@link Mixer} of their own. */
public final class Blocks {

    private static final int HEADS = 4;
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

    private static Network block(
            String cell, NetworkOptions options, Parameters parameters, BiFunction<Heads, Parameters, Mixer> mixer) {
        int hidden = options.unitsOr(BlockNetwork.HIDDEN);
        return new BlockNetwork(cell, hidden, (d, weights) -> mixer.apply(new Heads(d, HEADS), weights), parameters);
    }
}
