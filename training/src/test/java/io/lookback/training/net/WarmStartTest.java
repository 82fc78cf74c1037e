package io.lookback.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import io.lookback.training.series.SeededRandom;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmStartTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key_weight",
                "key_bias",
                "key_narrow",
                "metric",
                "width",
                "width_of_state",
                "fading",
                "first_mix",
                "gates_weight",
                "gates_bias",
                "gate_middle_weight",
                "gate_out_weight",
                "gate_out_bias",
                "scale_out_weight",
                "scale_out_bias"
            })
    void aNetworkThatGoesOnFromAModelIsThatModel(String constant) throws IOException {
        ModelFile shipped = ModelFile.parse(Shipped.model(LookbackNetwork.CELL));

        ModelFile exported;
        try (NDManager manager = Torch.start(1)) {
            Network network = new LookbackNetwork(new Parameters(manager, new SeededRandom(5)));
            network.goOnFrom(shipped);
            exported = export(network);
        }

        assertThat(exported.weight(constant)).hasSameSizeAs(shipped.weight(constant));
        assertThat(exported.weight(constant)).containsExactly(shipped.weight(constant), within(1e-4f));
    }

    @Test
    void aModelOfAnotherCellIsRefused() throws IOException {
        ModelFile other = ModelFile.parse(Shipped.model("lstm"));
        try (NDManager manager = Torch.start(1)) {
            Network network = new LookbackNetwork(new Parameters(manager, new SeededRandom(5)));

            assertThatThrownBy(() -> network.goOnFrom(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is of kind lstm, not lookback");
        }
    }

    @Test
    void cellsThatCannotGoOnSaySo() {
        ModelFile own = ModelFile.parse(Toy.model(weights -> new LstmNetwork(4, weights)));
        try (NDManager manager = Torch.start(1)) {
            Network network = new LstmNetwork(4, new Parameters(manager, new SeededRandom(5)));

            assertThatThrownBy(() -> network.goOnFrom(own))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leave out --from");
        }
    }

    private static ModelFile export(Network network) {
        GraphWriter graph = new GraphWriter(network.cell());
        network.writeStep(graph);
        return ModelFile.parse(
                new ModelCard(network.cell(), network.contract(), network.details(), "nothing", 3, 0).attachTo(graph));
    }
}
