package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lookback.cell.Cell;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.net.GruNetwork;
import io.lookback.training.net.LstmNetwork;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {

    private static final int FEATURES = 14;
    private static final int ROWS = 9;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void theShippedLstmShrinksAndForecastsNearlyAsWell() throws IOException, OrtException {
        byte[] original = Shipped.model(LstmNetwork.CELL);

        Quantization quantization = Quantization.of("lstm.onnx", original);

        assertThat(quantization.bytes().length).isLessThan(original.length / 2);
        assertThat(quantization.lossAfter()).isLessThan(quantization.lossBefore() + 0.1);
        assertThat(ModelFile.parse(quantization.bytes()).card())
                .containsEntry("lookback.name", "lstm-int8")
                .containsEntry("lookback.memory-of", "lstm-1");
        assertThat(Cell.of(LstmNetwork.CELL, "lstm-int8", quantization.bytes())
                        .card()
                        .cell())
                .isEqualTo(LstmNetwork.CELL);
    }

    @Test
    @Tag("slow")
    void aRowIsTheSameAloneAndInAnyBatch() throws IOException, OrtException {
        byte[] model =
                Quantization.of("lstm.onnx", Shipped.model(LstmNetwork.CELL)).bytes();
        Random random = new Random(5);
        float[][] x = drawn(random, FEATURES);
        float[][] m = drawn(random, 96);

        float[][] together = outputs(model, x, m);

        for (int row = 0; row < ROWS; row++) {
            float[][] alone = outputs(model, new float[][] {x[row]}, new float[][] {m[row]});
            assertThat(alone[0]).containsExactly(together[row]);
        }
    }

    @Test
    @Tag("slow")
    void aGruIsQuantizedByTheCommand() throws IOException {
        Path model = folder.resolve("gru.onnx");
        Path out = folder.resolve("int8.onnx");
        Files.write(model, Toy.model(weights -> new GruNetwork(24, weights)));

        int code = QuantizeCommand.execute(model.toString(), "--out", out.toString());

        assertThat(code).isZero();
        assertThat(Files.size(out)).isLessThan(Files.size(model));
    }

    @Test
    void aCellWithAHistoryIsRefused() throws IOException {
        Path model = folder.resolve("lookback.onnx");
        Files.write(model, Shipped.model("lookback"));

        assertThat(QuantizeCommand.execute(
                        model.toString(), "--out", folder.resolve("int8.onnx").toString()))
                .isOne();
    }

    @Test
    void theModelIsNotOverwritten() throws IOException {
        Path model = folder.resolve("lstm.onnx");
        Files.write(model, Shipped.model("lstm"));

        assertThat(QuantizeCommand.execute(model.toString(), "--out", model.toString()))
                .isOne();
        assertThat(Files.readAllBytes(model)).isEqualTo(Shipped.model("lstm"));
    }

    @Test
    @Tag("slow")
    void weightsInEitherPlaceOfTheFormatAreTheSame() throws IOException, OrtException {
        ModelProto.Builder model = ModelProto.parseFrom(Toy.model(weights -> new GruNetwork(24, weights))).toBuilder();
        byte[] raw = model.build().toByteArray();
        for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
                for (float value : ModelFile.parse(raw).weight(tensor.getName())) {
                    tensor.addFloatData(value);
                }
                tensor.clearRawData();
            }
        }

        byte[] quantized =
                Quantization.of("gru.onnx", model.build().toByteArray()).bytes();

        assertThat(quantized).isEqualTo(Quantization.of("gru.onnx", raw).bytes());
    }

    @Test
    void whatNoJobCouldRunIsRefusedWithItsFile() throws Exception {
        byte[] lstm = Shipped.model("lstm");
        ModelProto.Builder model = ModelProto.parseFrom(lstm).toBuilder();
        model.getMetadataPropsBuilderList().stream()
                .filter(entry -> entry.getKey().equals("lookback.memory"))
                .forEach(entry -> entry.setValue("2000000000"));
        Path other = Files.write(folder.resolve("other.onnx"), model.build().toByteArray());
        Path fifo = folder.resolve("fifo.onnx");
        new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor();

        for (Path refused : List.of(other, fifo, folder, folder.resolve("absent.onnx"))) {
            assertThatThrownBy(() -> QuantizeCommand.quantize(refused, folder.resolve("int8.onnx")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Model '" + refused + "' ");
        }
    }

    private static float[][] drawn(Random random, int columns) {
        float[][] rows = new float[ROWS][columns];
        for (float[] row : rows) {
            for (int column = 0; column < columns; column++) {
                row[column] = (float) random.nextGaussian() / 2;
            }
        }
        return rows;
    }

    private static float[][] outputs(byte[] model, float[][] x, float[][] m) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OnnxTensor memory = OnnxTensor.createTensor(environment, m);
                OrtSession.Result result = session.run(Map.of("x", input, "m", memory))) {
            return (float[][]) result.get("m_next").orElseThrow().getValue();
        }
    }
}
