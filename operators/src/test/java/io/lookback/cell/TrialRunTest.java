package io.lookback.cell;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.custom.SmallGraph;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialRunTest {

    @Test
    void aModelOfRowsByThemselvesFits() {
        assertThatCode(() -> TrialRun.of(cell(graph().node("Identity", "location", "first")), Device.CPU))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAModelWhoseRowsChangeEachOther() {
        Cell mixing = cell(graph().node("Softmax", "axis", 0, "location", "first"));

        assertThatThrownBy(() -> TrialRun.of(mixing, Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Model 'mine-1' predicts otherwise for a row when other rows of its batch change")
                .hasMessageContaining("no softmax, mean or sequence over dimension 0");
    }

    @Test
    void refusesARandomModel() {
        Cell random = cell(graph().node("RandomNormalLike", "location", "first"));

        assertThatThrownBy(() -> TrialRun.of(random, Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Model 'mine-1' predicts otherwise when the same steps are repeated");
    }

    /** Contract {@code vector/1} but for the location; the scale is the exponential of the value. */
    private static SmallGraph graph() {
        return new SmallGraph()
                .input("x", CellInput.SIZE)
                .input("m", 1)
                .integers("value", 0)
                .node("Gather", "axis", 1, "first", "x", "value")
                .node("Exp", "scale", "first");
    }

    private static Cell cell(SmallGraph graph) {
        graph.node("Concat", "axis", 1, "y", "location", "scale")
                .output("y", 2)
                .node("Identity", "m_next", "m")
                .output("m_next", 1);
        Map.of(
                        "name", "mine",
                        "version", "1",
                        "cell", "lstm",
                        "contract", "vector/1",
                        "input", CellInput.CONTRACT,
                        "output", "student-t4/1")
                .forEach((key, value) -> graph.metadata("lookback." + key, value));
        return Cell.of("lstm", "mine.onnx", graph.bytes());
    }
}
