package io.lookback.cli.choose;

import java.util.List;

/** Where the rule of thumb of the field leads: a hypothesis, which the measurement confirms or not. */
enum Branch {
    NO_NETWORK("no network", List.of("none")),
    SMALL("small and quantized", List.of("lstm", "gru", "rnn", "none")),
    HISTORY(
            "attention over the history",
            List.of(
                    "lookback",
                    "attention",
                    "self-attention-rnn",
                    "top-k",
                    "hard-attention",
                    "local-p",
                    "hybrid",
                    "low-rank-attention",
                    "sparse-attention",
                    "lsh-attention")),
    COMPRESSED("linear attention or a state space", List.of("linear-attention", "performer", "mlstm", "s4d", "mamba")),
    RECURRENT("a recurrent cell", List.of("lstm", "gru", "rnn", "local-attention", "encoder-decoder"));

    private final String title;
    private final List<String> kinds;

    Branch(String title, List<String> kinds) {
        this.title = title;
        this.kinds = kinds;
    }

    String title() {
        return title;
    }

    /** Kinds of cells that belong to it. */
    List<String> kinds() {
        return kinds;
    }
}
