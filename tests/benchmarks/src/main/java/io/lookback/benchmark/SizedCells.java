package io.lookback.benchmark;

import ai.djl.ndarray.NDManager;
import io.lookback.cell.Cell;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.training.CellKind;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.net.Network;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Torch;
import io.lookback.training.series.SeededRandom;

/**
 * Cells to be timed: as shipped, or of any width, written by the exporters of training. What a step costs does not depend
 * on whether its weights were learnt, so those are drawn.
 */
public final class SizedCells {

    /** In place of a number of units. */
    static final String SHIPPED = "shipped";

    private static final long SEED = 17;

    private SizedCells() {}

    /** @param units of the hidden state, or {@link #SHIPPED}; the look-back cell has one size, which it keeps */
    public static Cell load(String kind, String units) {
        boolean asShipped = units.equals(SHIPPED) || kind.equals(CellRegistry.LOOKBACK);
        if (asShipped && CellRegistry.shipped().contains(kind)) {
            return Cell.load(CellSpec.shipped(kind));
        }
        return Cell.of(kind, kind + " of " + units + " units", drawn(kind, asShipped ? 0 : Integer.parseInt(units)));
    }

    private static byte[] drawn(String kind, int units) {
        try (NDManager manager = Torch.start(1)) {
            Network network = CellKind.named(kind)
                    .freshNetwork(
                            NetworkOptions.DEFAULT.withUnits(units), new Parameters(manager, new SeededRandom(SEED)));
            GraphWriter graph = new GraphWriter(network.cell());
            network.writeStep(graph);
            return new ModelCard(network.cell(), network.contract(), network.details(), "nothing", SEED, 0)
                    .attachTo(graph);
        }
    }
}
