package io.lookback.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.TinyModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class AnnounceModelTest {

    @Test
    void announcesACellOfAKindThatShipsWithoutAModel(@TempDir Path folder) throws Exception {
        Path model = Files.write(
                folder.resolve("gru.onnx"),
                TinyModel.of("mine", "1", 8).with("cell", "gru").bytes());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            command.execute("models", "announce", "--bootstrap", broker.bootstrap(), "--model", model.toString());
        }

        assertThat(out.toString().strip()).isEqualTo("gru");
        assertThat(err.toString())
                .contains("mine-1 is a gru")
                .contains("goes on where the model before has the same one; elsewhere it begins afresh");
    }
}
