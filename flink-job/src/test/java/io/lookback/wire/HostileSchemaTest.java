package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry holds comes from producers: no schema, and no body that is none, stops the job. */
@Timeout(900)
@Tag("slow")
class HostileSchemaTest {

    private static final long SEED = 20_260_102;
    private static final int MUTATIONS = 500;

    private static final List<String> SCHEMAS = List.of(
            "",
            "null",
            "5",
            "[]",
            "{}",
            "\"nosuch\"",
            "\u0000",
            "{\"type\":\"fixed\",\"name\":\"x\",\"size\":-1}",
            "{\"type\":\"fixed\",\"name\":\"x\",\"size\":2147483647}",
            "{\"type\":\"fixed\",\"name\":\"x\",\"size\":99999999999}",
            "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":5}",
            "{\"type\":\"enum\",\"name\":\"e\"}",
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":\"sideways\"}]}",
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"aliases\":5}]}",
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":5}",
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[null]}",
            "{\"type\":\"record\",\"name\":5,\"fields\":[]}",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2147483648}",
            "{\"type\":\"bytes\",\"logicalType\":5}",
            "{\"type\":\"map\"}",
            "{\"type\":{\"type\":{\"type\":\"int\"}}}",
            "{\"type\":\"array\",\"items\":".repeat(900) + "\"int\"" + "}".repeat(900),
            "{\"type\":\"array\",\"items\":".repeat(50_000) + "\"int\"" + "}".repeat(50_000));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private SchemaRegistry registry;
    private volatile String schema = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/schemas/ids/", this::tell);
        server.createContext("/subjects", exchange -> reply(exchange, "[]"));
        server.createContext("/subjects/drips-value/versions", HostileSchemaTest::drip);
        server.start();
        URI url = URI.create("http://localhost:%d".formatted(server.getAddress().getPort()));
        registry = new SchemaRegistry(url, "", "", "", Duration.ofMillis(700));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @FaultCase(
            kind = "Schema registry",
            input = "23 schemas that the parser rejects in different ways",
            outcome = "each record is a dead letter")
    @Test
    void whateverTheParserThrowsIsADeadLetter() throws IOException {
        for (int id = 0; id < SCHEMAS.size(); id++) {
            schema = SCHEMAS.get(id);

            Rejection rejection = decoding().rejection(framed(100 + id));

            assertThat(rejection.reason()).isIn(Rejection.Reason.UNDECODABLE, Rejection.Reason.UNUSABLE);
            assertThat(rejection.message()).isNotBlank().hasSizeLessThan(700);
        }
    }

    @FaultCase(
            kind = "Schema registry",
            input = "500 randomly mutated schemas",
            outcome = "each record is an observation or a dead letter")
    @Test
    void whateverIsChangedInASchemaIsAnObservationOrADeadLetter() throws IOException {
        byte[] good = Schemas.observation().toString().getBytes(StandardCharsets.UTF_8);
        Mutations mutations = new Mutations(good, SEED);
        Decoding decoding = decoding();

        for (int id = 0; id < MUTATIONS; id++) {
            schema = new String(mutations.next(), StandardCharsets.UTF_8);

            assertThat(decoding.decode(null, framed(100 + id))).as(schema).isNotNull();
        }
    }

    @FaultCase(
            kind = "Schema registry",
            input = "response sent byte by byte, while the registry lists its subjects",
            outcome = "dead letter; the next schema is read")
    @Test
    void aBodyThatDripsIsADeadLetterAndTheNextSchemaIsRead() throws IOException {
        Decoding decoding = decoding();

        Rejection rejection = decoding.rejection(framed(1));

        assertThat(rejection.message())
                .startsWith("The value names schema id 1, which the registry at")
                .endsWith("does not tell: its answer did not end within 700 ms");
        assertThat(decoding.observation(framed(7)).series()).isEqualTo("h7");
    }

    @FaultCase(
            kind = "Schema registry",
            input = "endless response, while the registry lists its subjects",
            outcome = "dead letter; no more than 8 MB are kept")
    @Test
    void aBodyWithoutEndIsADeadLetter() throws IOException {
        Rejection rejection = decoding().rejection(framed(2));

        assertThat(rejection.message()).contains("which the registry at", "does not tell: its answer ");
    }

    @FaultCase(
            kind = "Schema registry",
            input = "response that is not JSON, while the registry lists its subjects",
            outcome = "dead letter")
    @Test
    void aBodyThatIsNoJsonIsADeadLetter() throws IOException {
        assertThat(decoding().rejection(framed(3)).message()).contains("which the registry at", "does not tell");
    }

    @FaultCase(
            kind = "Schema registry",
            input = "response sent byte by byte while schemas are registered",
            outcome = "startup fails with a message")
    @Test
    void registeringAtARegistryThatDripsEnds() {
        OutputFormat.Avro format = new OutputFormat.Avro(registry);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> format.announce(Optional.of("drips"), Optional.empty(), Duration.ofMillis(300)))
                .withMessageContaining("within 300 ms");
    }

    private Decoding decoding() {
        return Decoding.with(new InputFormat.Avro(new RegistrySchemas(registry)), Decoding.usual());
    }

    private static byte[] framed(int id) throws IOException {
        byte[] record = AvroDecodingTest.ownRecord();
        return ByteBuffer.allocate(5 + record.length)
                .put((byte) 0)
                .putInt(id)
                .put(record)
                .array();
    }

    private void tell(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/schemas/ids/1" -> drip(exchange);
            case "/schemas/ids/2" -> flood(exchange);
            case "/schemas/ids/3" -> reply(exchange, "<html>log in first</html>");
            case "/schemas/ids/7" -> reply(exchange, body(Schemas.observation().toString()));
            default -> reply(exchange, body(schema));
        }
    }

    private static String body(String schema) throws IOException {
        return new JsonMapper().writeValueAsString(Map.of("schema", schema));
    }

    private static void reply(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A blank now and then, until the other side has had enough. */
    private static void drip(HttpExchange exchange) {
        try (OutputStream body = begun(exchange)) {
            while (true) {
                body.write(' ');
                body.flush();
                Thread.sleep(50);
            }
        } catch (IOException left) {
            exchange.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void flood(HttpExchange exchange) {
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        try (OutputStream body = begun(exchange)) {
            while (!Thread.currentThread().isInterrupted()) {
                body.write(blanks);
            }
        } catch (IOException left) {
            exchange.close();
        }
    }

    private static OutputStream begun(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }
}
