package io.lookback.training;

import ai.djl.ndarray.NDManager;
import io.lookback.training.net.LstmNetwork;
import io.lookback.training.net.Network;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.series.Dice;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cells that can be trained, each with the recipe of its shipped model. */
public enum CellKind {
    LSTM(LstmNetwork.CELL, new Recipe(256, 4000, 32, 0.004f), weights -> new LstmNetwork(LstmNetwork.HIDDEN, weights));

    private final String cell;
    private final Recipe recipe;
    private final Function<Parameters, Network> network;

    CellKind(String cell, Recipe recipe, Function<Parameters, Network> network) {
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
                        "There is no cell '%s' to train; there are %s.".formatted(cell, names())));
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

    Network freshNetwork(NDManager manager, Dice dice) {
        return network.apply(new Parameters(manager, dice));
    }
}
