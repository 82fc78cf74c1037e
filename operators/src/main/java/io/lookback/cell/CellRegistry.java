package io.lookback.cell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cells that a job can name: a new one is one line here, its exported graph and a reference test. */
public final class CellRegistry {

    /** The cell that looks up what came next when things were as they are now. */
    public static final String LOOKBACK = "lookback";

    private static final Map<String, CellKind> KINDS = Stream.of(
                    new CellKind("lookback", "attention/1", "/models/lookback.onnx"),
                    new CellKind("lstm", "vector/1", "/models/lstm.onnx"),
                    new CellKind("self-attention-rnn", "attention/1", "/models/self-attention-rnn.onnx"),
                    new CellKind("local-attention", "window/1", "/models/local-attention.onnx"))
            .collect(Collectors.toMap(CellKind::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));

    private CellRegistry() {}

    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
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
