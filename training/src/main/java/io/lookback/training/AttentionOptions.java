package io.lookback.training;

import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Positions;
import picocli.CommandLine.Option;

/** The choices of {@code lookback train} that only blocks with heads have. */
final class AttentionOptions {

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "4",
            description = "Heads of attention; must divide the units. Default: ${DEFAULT-VALUE}.")
    private int heads;

    @Option(
            names = "--kv-heads",
            paramLabel = "N",
            description =
                    "Sets of keys and values that the heads of attention share; 1 for multi-query. Default: one each.")
    private int kvHeads;

    @Option(
            names = "--positions",
            paramLabel = "NAME",
            defaultValue = "rotary",
            description = "How attention encodes distance: rotary or sinusoidal. Default: ${DEFAULT-VALUE}.")
    private String positions = "";

    @Option(
            names = "--best",
            paramLabel = "K",
            defaultValue = "8",
            description = "Steps that each head of top-k attends to. Default: ${DEFAULT-VALUE}.")
    private int best;

    NetworkOptions of(NetworkOptions others) {
        return others.withHeads(heads, kvHeads)
                .withPositions(Positions.named(positions))
                .withBest(best);
    }
}
