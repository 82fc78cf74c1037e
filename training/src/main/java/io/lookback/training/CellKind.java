package io.lookback.training;

import io.lookback.training.net.Align;
import io.lookback.training.net.LocalAttentionNetwork;
import io.lookback.training.net.LookbackNetwork;
import io.lookback.training.net.LstmNetwork;
import io.lookback.training.net.Network;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.net.SelfAttentionNetwork;
import io.lookback.training.net.WindowSizes;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The cells that can be trained, each with the recipe of its shipped model. */
public enum CellKind {
    LOOKBACK(LookbackNetwork.CELL, new Recipe(1024, 1400, 4, 0.003f), (align, weights) -> new LookbackNetwork(weights)),
    LSTM(
            LstmNetwork.CELL,
            new Recipe(256, 4000, 32, 0.025f),
            (align, weights) -> new LstmNetwork(LstmNetwork.HIDDEN, weights)),
    SELF_ATTENTION_RNN(
            SelfAttentionNetwork.CELL,
            new Recipe(160, 900, 32, 0.012f),
            (align, weights) -> new SelfAttentionNetwork(SelfAttentionNetwork.HIDDEN, align, weights)),
    LOCAL_ATTENTION(
            LocalAttentionNetwork.CELL,
            new Recipe(256, 1200, 24, 0.008f),
            (align, weights) -> new LocalAttentionNetwork(WindowSizes.SHIPPED, weights));

    private final String cell;
    private final Recipe recipe;
    private final BiFunction<Align, Parameters, Network> network;

    CellKind(String cell, Recipe recipe, BiFunction<Align, Parameters, Network> network) {
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
                        String.format(Locale.ROOT, "There is no cell '%s' to train; there are %s.", cell, names())));
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

    Network freshNetwork(Align align, Parameters parameters) {
        return network.apply(align, parameters);
    }
}
