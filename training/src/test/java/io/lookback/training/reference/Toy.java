package io.lookback.training.reference;

import ai.djl.ndarray.NDManager;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.net.Network;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Torch;
import io.lookback.training.series.SeededRandom;
import java.util.function.Function;

/** Exports networks that have learnt nothing yet. */
public final class Toy {

    private Toy() {}

    public static byte[] model(Function<Parameters, Network> network) {
        try (NDManager manager = Torch.start(1)) {
            Network fresh = network.apply(new Parameters(manager, new SeededRandom(3)));
            GraphWriter graph = new GraphWriter(fresh.cell());
            fresh.writeStep(graph);
            return new ModelCard(fresh.cell(), fresh.contract(), fresh.details(), "nothing", 3, 0).attachTo(graph);
        }
    }
}
