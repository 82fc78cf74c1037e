package io.lookback.training;

import io.lookback.training.net.Blocks;
import io.lookback.training.net.EncoderDecoder;
import io.lookback.training.net.GruNetwork;
import io.lookback.training.net.LocalAttentionNetwork;
import io.lookback.training.net.LookbackNetwork;
import io.lookback.training.net.LstmNetwork;
import io.lookback.training.net.Network;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.net.RnnNetwork;
import io.lookback.training.net.SelfAttentionNetwork;
import io.lookback.training.net.WindowSizes;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The cells that can be trained: a new one is a line here, with the recipe that it is trained by unless told otherwise. */
public enum CellKind {
    LOOKBACK(
            LookbackNetwork.CELL,
            new Recipe(1024, 1400, 4, 0.003f),
            (options, weights) -> new LookbackNetwork(weights)),
    LSTM(
            LstmNetwork.CELL,
            new Recipe(256, 4000, 32, 0.025f),
            (options, weights) -> new LstmNetwork(options.unitsOr(LstmNetwork.HIDDEN), weights)),
    RNN(
            RnnNetwork.CELL,
            new Recipe(256, 4000, 32, 0.01f),
            (options, weights) -> new RnnNetwork(options.unitsOr(RnnNetwork.HIDDEN), weights)),
    GRU(
            GruNetwork.CELL,
            new Recipe(256, 4000, 32, 0.02f),
            (options, weights) -> new GruNetwork(options.unitsOr(GruNetwork.HIDDEN), weights)),
    LINEAR_ATTENTION("linear-attention", new Recipe(256, 1200, 24, 0.008f), Blocks::linearAttention),
    PERFORMER("performer", new Recipe(256, 1200, 24, 0.008f), Blocks::performer),
    MLSTM("mlstm", new Recipe(256, 1200, 24, 0.008f), Blocks::matrixLstm),
    S4D("s4d", new Recipe(256, 1200, 24, 0.008f), Blocks::diagonalStateSpace),
    MAMBA("mamba", new Recipe(256, 1200, 16, 0.008f), Blocks::selectiveStateSpace),
    ATTENTION("attention", new Recipe(256, 1200, 24, 0.008f), Blocks::attention),
    LOCAL_P("local-p", new Recipe(256, 1200, 24, 0.008f), Blocks::predictedPosition),
    HARD_ATTENTION("hard-attention", new Recipe(256, 1200, 24, 0.008f), Blocks::hardAttention),
    TOP_K("top-k", new Recipe(256, 1200, 24, 0.008f), Blocks::topK),
    SPARSE_ATTENTION("sparse-attention", new Recipe(256, 1200, 24, 0.008f), Blocks::sparseAttention),
    LSH_ATTENTION("lsh-attention", new Recipe(256, 1200, 24, 0.008f), Blocks::hashedAttention),
    LOW_RANK_ATTENTION("low-rank-attention", new Recipe(256, 1200, 24, 0.008f), Blocks::lowRankAttention),
    HYBRID("hybrid", new Recipe(256, 1200, 24, 0.008f), Blocks::hybrid),
    ENCODER_DECODER(
            EncoderDecoder.CELL,
            new Recipe(256, 1200, 16, 0.008f),
            (options, weights) -> new EncoderDecoder(options.unitsOr(EncoderDecoder.HIDDEN), weights)),
    SELF_ATTENTION_RNN(
            SelfAttentionNetwork.CELL,
            new Recipe(160, 900, 32, 0.012f),
            (options, weights) ->
                    new SelfAttentionNetwork(options.unitsOr(SelfAttentionNetwork.HIDDEN), options.align(), weights)),
    LOCAL_ATTENTION(
            LocalAttentionNetwork.CELL,
            new Recipe(256, 1200, 24, 0.008f),
            (options, weights) -> new LocalAttentionNetwork(
                    WindowSizes.SHIPPED.withHidden(options.unitsOr(WindowSizes.SHIPPED.hidden())), weights));

    private final String cell;
    private final Recipe recipe;
    private final BiFunction<NetworkOptions, Parameters, Network> network;

    CellKind(String cell, Recipe recipe, BiFunction<NetworkOptions, Parameters, Network> network) {
        this.cell = cell;
        this.recipe = recipe;
        this.network = network;
    }

    /**
     * @param cell as in a job's configuration: {@code lstm}, ...
     * @throws IllegalArgumentException if there is none of that name
     */
    public static CellKind named(String cell) {
        return Arrays.stream(values())
                .filter(kind -> kind.cell.equals(cell))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "Unknown cell '%s'; choose from %s.", cell, names())));
    }

    public static String names() {
        return Arrays.stream(values()).map(CellKind::cell).collect(Collectors.joining(", "));
    }

    public String cell() {
        return cell;
    }

    public Recipe recipe() {
        return recipe;
    }

    /** A network of this kind that has learnt nothing yet. */
    public Network freshNetwork(NetworkOptions options, Parameters parameters) {
        return network.apply(options, parameters);
    }
}
