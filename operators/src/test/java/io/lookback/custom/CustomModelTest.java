package io.lookback.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomModelTest {

    private static final String FEATURES = "cpu, memory, latency";

    @Test
    void readsAReconstructionOverAWindow() throws IOException {
        CustomModel model = of("autoencoder", card("reconstruction/1", "normalized/1", FEATURES));

        assertThat(model.form()).isEqualTo(new GraphForm(3, 8, 0, true, false, false, false));
        assertThat(model.card().feature()).isEqualTo("mine.error");
    }

    @Test
    void readsAForecasterThatGoesStepByStep() throws IOException {
        CustomModel model = of("forecaster", card("forecast/1", "raw/1", FEATURES));

        assertThat(model.form()).isEqualTo(new GraphForm(3, 0, 16, false, false, false, false));
        assertThat(model.card().normalized()).isFalse();
    }

    @Test
    void readsAScoreOverAWindow() throws IOException {
        CustomModel model = of("classifier", card("score/1", "normalized/1", FEATURES));

        assertThat(model.form()).isEqualTo(new GraphForm(3, 8, 0, false, false, false, false));
        assertThat(model.card().feature()).isEqualTo("mine.score");
    }

    @Test
    void readsAGraphThatIsToldOfMissingValues() throws IOException {
        CustomModel model = of("last-known", card("forecast/1", "raw/1", FEATURES));

        assertThat(model.form()).isEqualTo(new GraphForm(3, 0, 3, false, false, true, false));
        assertThat(bytes("/custom/last-known.onnx")).isEqualTo(SmallGraph.lastKnown(3));
    }

    @Test
    void refusesControlCharactersInNames() throws IOException {
        Map<String, String> card = new HashMap<>(card("reconstruction/1", "normalized/1", FEATURES));
        card.put("name", "auto\u001b[31m");

        assertThatThrownBy(() -> of("autoencoder", card))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name has control characters; leave them out.");
    }

    @Test
    void saysWhatIsWrongWithTheInputForMissingValues() {
        byte[] graph = new SmallGraph()
                .input("x", 8, 3)
                .input("present", 3)
                .node("Mul", "y", "x", "present")
                .output("y", 8, 3)
                .bytes();

        assertThatThrownBy(() -> CustomModel.of("mine", graph, card("reconstruction/1", "raw/1", FEATURES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give it the shape of")
                .hasMessageContaining("1 for each value that is there, 0 for a missing one");
    }

    @Test
    void readsAForecasterThatSaysHowCertainItIs() throws IOException {
        CustomModel model =
                CustomModel.of("mine", SmallGraph.follower(0.5f), card("forecast/1", "normalized/1", "a, b"));

        assertThat(model.form()).isEqualTo(new GraphForm(2, 0, 1, false, false, false, true));
        assertThat(model.forecasts()).isTrue();
        assertThat(bytes("/custom/follower.onnx")).isEqualTo(SmallGraph.follower(0.5f));
    }

    @Test
    void aDistributionIsOfNormalizedValues() {
        assertThatThrownBy(() -> CustomModel.of("mine", SmallGraph.follower(0.5f), card("forecast/1", "raw/1", "a, b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Output y[B,F,2] is a distribution of normalized values; input is 'raw/1'");
    }

    @Test
    void aScaleIsAboveZero() {
        assertThatThrownBy(() ->
                        CustomModel.of("mine", SmallGraph.follower(0), card("forecast/1", "normalized/1", "a, b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("returns a scale of 0.0 for feature 'b'; give one above zero");
    }

    @Test
    void eachRowOfABatchIsComputedByItself() {
        byte[] graph = stepwise()
                .node("Softmax", "axis", 0, "y", "x")
                .node("Identity", "m_next", "m")
                .bytes();

        assertThatThrownBy(() -> CustomModel.of("mine", graph, card("score/1", "raw/1", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mine-1' returns another y for the same record if the call has other records")
                .hasMessageContaining("a softmax or a mean over dimension 0");
    }

    @Test
    void memoriesOfABatchDoNotMix() {
        byte[] graph = stepwise()
                .node("Identity", "y", "x")
                .node("Softmax", "axis", 0, "m_next", "x")
                .bytes();

        assertThatThrownBy(() -> CustomModel.of("mine", graph, card("score/1", "raw/1", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("returns another m_next for the same record if the call has other records");
    }

    @Test
    void aRandomGraphIsRefused() {
        byte[] graph = stepwise()
                .node("RandomNormalLike", "y", "x")
                .node("Identity", "m_next", "m")
                .bytes();

        assertThatThrownBy(() -> CustomModel.of("mine", graph, card("score/1", "raw/1", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("returns another y for the same record if the call is repeated")
                .hasMessageContaining("without eval(), or nodes that draw random numbers");
    }

    @Test
    void aGraphThatSaysNothingOfAnyRecordIsRefused() {
        byte[] graph = stepwise()
                .node("Mul", "square", "x", "x")
                .node("Neg", "below", "square")
                .node("Sqrt", "y", "below")
                .node("Identity", "m_next", "m")
                .bytes();

        assertThatThrownBy(() -> CustomModel.of("mine", graph, card("score/1", "raw/1", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "returns no number for any of 16 varied records, with values of mean 0 and variance 1: its output y is not finite");
    }

    /** {@code x[B,1], m[B,1] -> y[B,1], m_next[B,1]}. */
    private static SmallGraph stepwise() {
        return new SmallGraph().input("x", 1).input("m", 1).output("y", 1).output("m_next", 1);
    }

    @Test
    void saysAllThatIsMissingAtOnce() {
        assertThatThrownBy(() -> of("autoencoder", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name is missing: write 'name: autoencoder' into the YAML file")
                .hasMessageContaining("version is missing")
                .hasMessageContaining("contract is missing")
                .hasMessageContaining("input is missing")
                .hasMessageContaining("features is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    autoencoder | classify/1       | normalized/1 | a,b,c | give one of forecast/1, reconstruction/1, score/1
                    autoencoder | reconstruction/1 | scaled/1     | a,b,c | raw/1 for a graph with the scaler inside
                    autoencoder | reconstruction/1 | raw/1        | a,b   | reads 3 features, the card names 2
                    autoencoder | reconstruction/1 | raw/1        | a,b,a | twice
                    autoencoder | score/1          | raw/1        | a,b,c | this model needs y[B,1], with B open
                    classifier  | reconstruction/1 | raw/1        | a,b,c | this model needs y[B,3], with B open
                    """)
    void saysWhatDoesNotFit(String file, String contract, String input, String features, String problem) {
        assertThatThrownBy(() -> of(file, card(contract, input, features)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aGraphWithOtherTensorsIsTold() throws IOException {
        byte[] cell = bytes("/models/lstm.onnx");

        assertThatThrownBy(() -> CustomModel.of("lstm.onnx", cell, card("score/1", "raw/1", FEATURES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads 14 features, the card names 3");
    }

    private static CustomModel of(String file, Map<String, String> card) throws IOException {
        return CustomModel.of(file, bytes("/custom/" + file + ".onnx"), card);
    }

    private static Map<String, String> card(String contract, String input, String features) {
        return new HashMap<>(
                Map.of("name", "mine", "version", "1", "contract", contract, "input", input, "features", features));
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = CustomModelTest.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        }
    }
}
