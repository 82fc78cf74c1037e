package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.net.Network;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Torch;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportCheckTest {

    private static final Batch BATCH =
            Corpus.of(new SeriesGenerator(1, 300).draw(0, 3), 100).draw(new SeededRandom(1), 2);

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void acceptsWhatTheNetworkDoes(CellKind kind) throws OrtException {
        try (NDManager manager = Torch.start(1)) {
            Network network = network(kind, manager, 1);

            assertThat(ExportCheck.require(network, model(network), BATCH, manager))
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void refusesTheGraphOfOtherWeights(CellKind kind) {
        try (NDManager manager = Torch.start(1)) {
            Network network = network(kind, manager, 1);
            byte[] other = model(network(kind, manager, 2));

            assertThatThrownBy(() -> ExportCheck.require(network, other, BATCH, manager))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(kind.cell())
                    .hasMessageContaining("more than");
        }
    }

    private static Network network(CellKind kind, NDManager manager, long seed) {
        return kind.freshNetwork(NetworkOptions.DEFAULT, new Parameters(manager, new SeededRandom(seed)));
    }

    private static byte[] model(Network network) {
        GraphWriter graph = new GraphWriter(network.cell());
        network.writeStep(graph);
        return new ModelCard(network.cell(), network.contract(), network.details(), "nothing", 1, 0).attachTo(graph);
    }
}
