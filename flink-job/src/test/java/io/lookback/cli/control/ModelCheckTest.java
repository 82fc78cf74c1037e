package io.lookback.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ModelCheckTest {

    private static final Path MODELS = Path.of("../operators/src/test/resources/custom");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    autoencoder | is a reconstruction over the last 8 records of cpu, memory, latency, normalized values. It makes the feature autoencoder.error.
                    forecaster  | is a forecast over one record at a time, with a memory of 16 floats of cpu, memory, latency, raw values. It makes the feature forecaster.error.
                    last-known  | is a forecast over one record at a time, with a memory of 3 floats of cpu, memory, latency, raw values, and may lack some of them. It makes the feature last-known.error.
                    follower    | is a forecast over one record at a time, with a memory of 1 floats of a, b, normalized values. It makes the feature follower.error, and its forecasts count beside those of the cells.
                    classifier  | is a score over the last 8 records of cpu, memory, latency, normalized values. It makes the feature classifier.score.
                    """)
    void saysWhatAModelWithACardBesideItIs(String name, String said) {
        int code = check(MODELS.resolve(name + ".onnx"));

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("Fits: " + name + "-1 " + said, "Run it with models: [");
        assertThat(code).isZero();
    }

    @Test
    void saysWhichCellAModelIs() {
        int code = check(Path.of("../operators/src/main/resources/models/lstm.onnx"));

        assertThat(out.toString()).contains("Fits: lstm-1 is a cell of kind lstm, contract vector/1");
        assertThat(code).isZero();
    }

    @Test
    void whatOthersWroteIsShownWithoutItsControlCharacters() throws IOException {
        Path model = Files.copy(MODELS.resolve("autoencoder.onnx"), folder.resolve("mine\u001b.onnx"));
        Files.copy(MODELS.resolve("autoencoder.yaml"), folder.resolve("mine\u001b.yaml"));

        int code = check(model);

        assertThat(out.toString()).contains("mine\\u001b.onnx").doesNotContain("\u001b");
        assertThat(code).isZero();
    }

    @Test
    void withoutACardItSaysWhatToWriteIntoIt() throws IOException {
        Path model = Files.copy(MODELS.resolve("autoencoder.onnx"), folder.resolve("mine.onnx"));

        int code = check(model);

        assertThat(err.toString())
                .contains("does not fit yet", "write 'contract: reconstruction/1' into the YAML file beside the model");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void anUnknownKeyOfACardIsNamed() throws IOException {
        Path model = Files.copy(MODELS.resolve("autoencoder.onnx"), folder.resolve("mine.onnx"));
        Files.writeString(folder.resolve("mine.yaml"), "name: mine\nwindow: 8\n");

        int code = check(model);

        assertThat(err.toString())
                .contains("line 2: a model's card has no 'window'", "name, version, contract, input, features");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoModelOrIsMissingNamesNoSettingOfAJob() throws IOException {
        int text = check(Files.writeString(folder.resolve("page.onnx"), "<!doctype html>\n<html></html>\n"));
        int missing = check(folder.resolve("missing.onnx"));

        assertThat(err.toString())
                .contains("is not an ONNX file", "missing.onnx' cannot be read")
                .doesNotContain("cells[]", "models[]");
        assertThat(text).isEqualTo(1);
        assertThat(missing).isEqualTo(1);
    }

    private int check(Path model) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute("models", "check", model.toString());
    }
}
