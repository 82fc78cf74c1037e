package io.lookback.flow;

import static io.lookback.flow.ModelStage.models;
import static io.lookback.flow.ModelStage.play;
import static io.lookback.flow.ModelStage.spec;
import static io.lookback.flow.ModelStage.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.event.Rejection;
import io.lookback.onnx.OnnxException;
import io.lookback.testkit.Backend;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.TinyModel;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands where a model should be. */
class ModelFilesTest {

    private static final String KIND = "Model path is not a model file";

    @TempDir
    private Path folder;

    private enum Found {
        ENDLESS_DEVICE {
            @Override
            Path in(Path folder) {
                return Path.of("/dev/zero");
            }
        },
        LINK_TO_A_DEVICE {
            @Override
            Path in(Path folder) throws Exception {
                return Files.createSymbolicLink(folder.resolve("link.onnx"), Path.of("/dev/zero"));
            }
        },
        FIFO {
            @Override
            Path in(Path folder) throws Exception {
                Path fifo = folder.resolve("fifo.onnx");
                new ProcessBuilder("mkfifo", fifo.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
                return fifo;
            }
        },
        FOLDER {
            @Override
            Path in(Path folder) throws Exception {
                return Files.createDirectory(folder.resolve("folder.onnx"));
            }
        },
        TERABYTE {
            @Override
            Path in(Path folder) throws Exception {
                Path sparse = folder.resolve("sparse.onnx");
                try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
                    file.setLength(1L << 40);
                }
                return sparse;
            }
        },
        NOTHING {
            @Override
            Path in(Path folder) throws Exception {
                return Files.createFile(folder.resolve("empty.onnx"));
            }
        };

        abstract Path in(Path folder) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(Found.class)
    @FaultCase(kind = KIND, input = "announced: {}", outcome = "dead letter CONTROL; the current model stays")
    void isRefusedWhereItIsAnnounced(Found found) throws Exception {
        String sha256 = ModelStage.sha256(new byte[0]);
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"))) {
            play(harness, 0, 20, "a");
            harness.change(new ModelStage(folder)
                    .change(ModelStage.announcement("new", "*", "lstm", "x-1", found.in(folder), sha256)));
            play(harness, 20, 40, "a");

            assertThat(harness.rejections()).extracting(Rejection::reason).containsExactly(Rejection.Reason.CONTROL);
            assertThat(models(harness, "a", 0, 40)).hasSize(40).containsOnly("lstm-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000000000", "abc", "-5", "15"})
    void aCardWithAnotherSizeThanItsGraphIsRefused(String size) {
        byte[] model = TinyModel.of("tiny", "7", 16).with("memory", size).bytes();

        assertThatThrownBy(() -> Cell.of("m.onnx", model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Model 'm.onnx' says lookback.memory = '" + size
                        + "', its graph has 16. Correct the card, or export the model again.");
    }

    @Test
    void aCellWithControlCharactersInItsNameIsRefused() {
        byte[] model = TinyModel.of("tiny\u001b[31m", "7", 16).bytes();

        assertThatThrownBy(() -> Cell.of("m.onnx", model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has control characters. Export it again without them.");
    }

    @Test
    @FaultCase(
            kind = KIND,
            input = "announced: a model whose card has a name with a zero character",
            outcome = "scores; what cannot be read says nothing")
    void metadataThatTheRuntimeCannotReadSayNothing() throws Exception {
        byte[] model = TinyModel.of("tiny", "7", 16).with("no\0te", "x").bytes();
        Path file = Files.write(folder.resolve("zero.onnx"), model);
        try (ControlledHarness harness = start(Backend.HEAP, spec("lstm"))) {
            harness.change(new ModelStage(folder)
                    .change(ModelStage.announcement("new", "*", "lstm", "tiny-7", file, ModelStage.sha256(model))));
            play(harness, 0, 20, "a");

            assertThat(harness.rejections()).isEmpty();
            assertThat(models(harness, "a", 0, 20)).hasSize(20).containsOnly("tiny-7");
        }
    }

    @ParameterizedTest
    @EnumSource(Found.class)
    @FaultCase(kind = KIND, input = "configured: {}", outcome = "refused before the job starts")
    void isRefusedWhereItIsConfigured(Found found) throws Exception {
        String file = found.in(folder).toString();

        assertThatThrownBy(() -> Cell.load(new CellSpec("lstm", file)))
                .isInstanceOfAny(IllegalArgumentException.class, OnnxException.class);
    }
}
