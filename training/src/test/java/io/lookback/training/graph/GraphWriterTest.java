package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphWriterTest {

    @Test
    void theSameCallsMakeTheSameBytes() {
        byte[] first = card().attachTo(graph(1));
        byte[] second = card().attachTo(graph(1));

        assertThat(first).isEqualTo(second);
    }

    @Test
    void theDigestIsThatOfTheConstants() {
        ModelFile one = ModelFile.parse(card().attachTo(graph(1)));
        ModelFile other = ModelFile.parse(card().attachTo(graph(2)));

        assertThat(one.card().get("lookback.digest"))
                .hasSize(64)
                .isNotEqualTo(other.card().get("lookback.digest"));
        assertThat(one.weight("w")).containsExactly(1, 2);
    }

    private static ModelCard card() {
        return new ModelCard("toy", "vector/1", Map.of("memory", "2", "hidden", "1"), "nothing", 1, -0.5);
    }

    private static GraphWriter graph(float first) {
        GraphWriter graph = new GraphWriter("toy");
        graph.input("x", "B", 2);
        graph.weight("w", new float[] {first, 2}, 2);
        graph.node("Add", "y", "x", "w");
        graph.output("y", "B", 2);
        return graph;
    }
}
