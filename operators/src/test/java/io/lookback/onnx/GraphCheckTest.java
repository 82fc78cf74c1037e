package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that no exporter writes, and that somebody might. */
class GraphCheckTest {

    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int ATTRIBUTE = 5;
    private static final int BODY = 6;
    private static final int VALUE = 5;
    private static final int INITIALIZER = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "self-attention-rnn", "local-attention"})
    void letsTheShippedModelsPass(String model) {
        byte[] bytes = shipped(model);

        assertThatCode(() -> GraphCheck.require(model, bytes)).doesNotThrowAnyException();
    }

    static Stream<Arguments> placesOfTensors() {
        Onnx leak = Onnx.external("leak", "../../etc/passwd");
        Onnx constant =
                Onnx.message().with(3, "c").with(ATTRIBUTE, Onnx.in(VALUE, leak).with(1, "value"));
        Onnx inBody = Onnx.in(ATTRIBUTE, Onnx.in(BODY, Onnx.in(NODE, constant)));
        return Stream.of(
                Arguments.of("initializer", Onnx.in(GRAPH, Onnx.in(INITIALIZER, leak))),
                Arguments.of("constant", Onnx.in(GRAPH, Onnx.in(NODE, constant))),
                Arguments.of("constants", Onnx.in(GRAPH, Onnx.in(NODE, Onnx.in(ATTRIBUTE, Onnx.in(10, leak))))),
                Arguments.of("body of an If", Onnx.in(GRAPH, Onnx.in(NODE, inBody))),
                Arguments.of(
                        "Loop in an If",
                        Onnx.in(GRAPH, Onnx.in(NODE, Onnx.in(ATTRIBUTE, Onnx.in(BODY, Onnx.in(NODE, inBody)))))),
                Arguments.of(
                        "one body of several",
                        Onnx.in(GRAPH, Onnx.in(NODE, Onnx.in(ATTRIBUTE, Onnx.in(11, Onnx.in(INITIALIZER, leak)))))),
                Arguments.of("function", Onnx.in(25, Onnx.in(7, constant))),
                Arguments.of("default of a function", Onnx.in(25, Onnx.in(11, Onnx.in(VALUE, leak)))),
                Arguments.of("training", Onnx.in(20, Onnx.in(2, Onnx.in(INITIALIZER, leak)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("placesOfTensors")
    void refusesExternalDataWhereverATensorMayBe(String place, Onnx model) {
        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Model 'hostile.onnx': tensor 'leak'")
                .hasMessageContaining(
                        "keeps its data in another file, which is never read. Export the model as one file");
    }

    @Test
    void saysWhereTheTensorIs() {
        Onnx constant = Onnx.message()
                .with(
                        ATTRIBUTE,
                        Onnx.in(VALUE, Onnx.external("", "/proc/self/environ")).with(1, "value"))
                .with(3, "c\n1");
        Onnx model = Onnx.in(GRAPH, Onnx.in(NODE, constant).with(2, "main"));

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .hasMessageStartingWith(
                        "Model 'hostile.onnx': a tensor without a name of attribute 'value' of node 'c?1'"
                                + " of graph 'main' keeps its data in another file");
    }

    /** The runtime's mark for tensors at an address of its own process. */
    @Test
    void refusesAddressesInMemory() {
        Onnx tensor = Onnx.tensor("peek", 0, 1)
                .with(13, Onnx.message().with(1, "location").with(2, "*/_ORT_MEM_ADDR_/*"));
        Onnx model = Onnx.in(GRAPH, Onnx.in(INITIALIZER, tensor));

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .hasMessageContaining("tensor 'peek' of a graph without a name keeps its data in another file");
    }

    @Test
    void refusesExternalDataInAFileBeforeTheRuntimeSeesIt() throws IOException {
        Path file = folder.resolve("mine.onnx");
        byte[] leak = Onnx.in(GRAPH, Onnx.in(INITIALIZER, Onnx.external("leak", "../../etc/passwd")))
                .bytes();
        Files.write(file, joined(shipped("lstm"), leak));
        int loaded = OnnxModel.loaded();

        assertThatThrownBy(() -> Cell.load(new CellSpec("lstm", file.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine.onnx")
                .hasMessageContaining("tensor 'leak'");
        assertThat(OnnxModel.loaded()).isEqualTo(loaded);
    }

    static Stream<Arguments> absurdShapes() {
        return Stream.of(
                Arguments.of("a terabyte", Onnx.tensor("w", 4, 1L << 40), "claims 1099511627776 elements"),
                Arguments.of("an overflow", Onnx.tensor("w", 4, 1L << 33, 1L << 33), "claims 2^63 or more elements"),
                Arguments.of("less than nothing", Onnx.tensor("w", 4, -1, -1), "claims a negative number of elements"),
                Arguments.of(
                        "packed",
                        Onnx.tensor("w", 4).with(1, new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F}),
                        "claims 268435455 elements"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absurdShapes")
    void refusesTensorsThatClaimMoreThanTheyCarry(String shape, Onnx tensor, String message) {
        Onnx model = Onnx.in(GRAPH, Onnx.in(INITIALIZER, tensor));

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .hasMessageContaining("tensor 'w'")
                .hasMessageContaining(message)
                .hasMessageContaining("export it again");
    }

    @Test
    void refusesATensorInPieces() {
        Onnx pieces = Onnx.message()
                .with(1, "value")
                .with(VALUE, Onnx.tensor("w", 64, 128))
                .with(VALUE, Onnx.tensor("w", 64, 128));
        Onnx model = Onnx.in(GRAPH, Onnx.in(NODE, Onnx.in(ATTRIBUTE, pieces)));

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .hasMessageContaining("attribute 'value' of a node")
                .hasMessageContaining("has 2 values, one is allowed");
    }

    @Test
    void refusesSparseTensors() {
        Onnx sparse = Onnx.message().with(3, 1L << 40).with(1, Onnx.tensor("w", 4, 1));
        Onnx model = Onnx.in(GRAPH, Onnx.in(15, sparse));

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model.bytes()))
                .hasMessageContaining("sparse tensor")
                .hasMessageContaining("Export the model with dense tensors");
    }

    @Test
    void refusesBodiesInBodiesWithoutEnd() {
        Onnx graph = Onnx.message().with(2, "core");
        for (int i = 0; i < 10_000; i++) {
            graph = Onnx.in(NODE, Onnx.in(ATTRIBUTE, Onnx.in(BODY, graph)));
        }
        byte[] model = Onnx.in(GRAPH, graph).bytes();

        assertThatThrownBy(() -> GraphCheck.require("hostile.onnx", model))
                .hasMessageContaining("lies deeper than 32 levels. Flatten the graph");
    }

    @Test
    void refusesFilesThatAreTooLarge() throws IOException {
        Path file = folder.resolve("huge.onnx");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(300L << 20);
        }

        assertThatThrownBy(() -> Cell.load(new CellSpec("lstm", file.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("huge.onnx")
                .hasMessageContaining("has 314572800 bytes, at most 268435456 are read");
    }

    @Test
    void refusesWhatIsNoModel() {
        byte[] text = "<html>404 Not Found</html>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> GraphCheck.require("page.onnx", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Model 'page.onnx' (26 bytes) is not an ONNX file");
    }

    /** The runtime's own format starts with a mark at the fifth byte and would be read past the check. */
    @Test
    void readsAsOnnxWhatLooksLikeTheRuntimesOwnFormat() {
        byte[] mark = Onnx.message().with(3, "..ORTM").bytes();
        byte[] model = joined(mark, shipped("lstm"));
        assertThat(new String(model, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ORTM");

        try (OnnxModel loaded = OnnxModel.acquire("polyglot.onnx", model)) {
            assertThat(loaded.inputs()).containsKeys("x", "m");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesEndInARefusalOrAGraph(long seed) {
        Random random = new Random(seed);
        byte[] model = shipped("local-attention");

        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = damage(model, random);

            assertThat(refusal(damaged)).matches("(?s)none|Model 'damaged.onnx'.*");
        }
    }

    private static String refusal(byte[] damaged) {
        try {
            GraphCheck.require("damaged.onnx", damaged);
            return "none";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static byte[] damage(byte[] model, Random random) {
        byte[] damaged = Arrays.copyOf(model, random.nextInt(4) == 0 ? random.nextInt(model.length) : model.length);
        for (int i = 0; i < 1 + random.nextInt(8) && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] shipped(String name) {
        try (InputStream in = GraphCheckTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
