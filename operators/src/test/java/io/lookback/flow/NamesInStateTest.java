package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lookback.cell.ModelCard;
import io.lookback.event.Features;
import io.lookback.event.Names;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** A text that is too long for a checkpoint is refused before it enters state, whatever brought it. */
class NamesInStateTest {

    private static final String LONG = "f".repeat(70_000);

    @FaultCase(
            kind = "Names in state",
            input = "feature name of 70,000 characters",
            outcome = "rejected before it enters state")
    @Test
    void aFeatureHasANameThatStateCanHold() {
        assertThat(Features.of("\uffff".repeat(Names.MAX_CHARS)).size()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Features.of("cpu", LONG))
                .withMessageContaining("has 70000 characters, a name may have 1000")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @FaultCase(
            kind = "Names in state",
            input = "model card with a name, version, cell or memory of 70,000 characters",
            outcome = "refused when the model is loaded")
    @Test
    void aModelHasNamesThatStateCanHold() {
        for (String key : List.of("name", "version", "cell", "memory-of")) {
            Map<String, String> metadata = List.of("name", "version", "cell", "contract", "input", "output").stream()
                    .collect(Collectors.toMap(ModelCard.PREFIX::concat, name -> "x"));
            metadata.put(ModelCard.PREFIX + key, LONG);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelCard.of("m.onnx", metadata))
                    .withMessageContaining("a name may have 1000");
        }
    }

    @FaultCase(
            kind = "Names in state",
            input = "record with 70,000 headers",
            outcome = "survives a checkpoint unchanged")
    @Test
    void aRecordOfManyHeadersComesOutAsItWentIn() throws IOException {
        List<Payload.Header> headers = IntStream.range(0, 70_000)
                .mapToObj(header -> new Payload.Header("h", null))
                .toList();
        Observation observation = new Observation(
                "s", 1, Features.of("v"), Values.of(1), new Origin("t", 0, 1), new Payload(null, null, headers, 1));
        DataOutputSerializer out = new DataOutputSerializer(64);

        ObservationSerializer.INSTANCE.serialize(observation, out);

        assertThat(ObservationSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(observation);
    }
}
