package io.lookback.cell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cells that a job can name: a new one is one line here, its exporter and a reference test. A kind ships with a trained
 * model where its forecasts have been measured to be worth the bytes; the others run with a model of the user's own.
 */
public final class CellRegistry {

    /** The cell that looks up what came next when things were as they are now. */
    public static final String LOOKBACK = "lookback";

    private static final Map<String, CellKind> KINDS = Stream.of(
                    new CellKind("lookback", "attention/1", true),
                    new CellKind("lstm", "vector/1", true),
                    new CellKind("rnn", "vector/1", false),
                    new CellKind("gru", "vector/1", false),
                    new CellKind("linear-attention", "vector/1", false),
                    new CellKind("performer", "vector/1", false),
                    new CellKind("mlstm", "vector/1", false),
                    new CellKind("s4d", "vector/1", false),
                    new CellKind("mamba", "vector/1", false),
                    new CellKind("attention", "attention/1", false),
                    new CellKind("local-p", "attention/1", false),
                    new CellKind("hard-attention", "attention/1", false),
                    new CellKind("top-k", "attention/1", false),
                    new CellKind("sparse-attention", "window/1", false),
                    new CellKind("lsh-attention", "window/1", false),
                    new CellKind("low-rank-attention", "attention/1", false),
                    new CellKind("hybrid", "attention/1", false),
                    new CellKind("encoder-decoder", "window/1", false),
                    new CellKind("self-attention-rnn", "attention/1", true),
                    new CellKind("local-attention", "window/1", true))
            .collect(Collectors.toMap(CellKind::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));

    private CellRegistry() {}

    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** Names of the kinds that run without a model of the user's own. */
    public static List<String> shipped() {
        return KINDS.values().stream()
                .filter(CellKind::shipped)
                .map(CellKind::name)
                .toList();
    }

    /** Names of the kinds for which a series keeps rows of its past. */
    public static List<String> withHistory() {
        return KINDS.values().stream()
                .filter(CellKind::keepsHistory)
                .map(CellKind::name)
                .toList();
    }

    public static Optional<CellKind> find(String name) {
        return Optional.ofNullable(KINDS.get(name));
    }
}
