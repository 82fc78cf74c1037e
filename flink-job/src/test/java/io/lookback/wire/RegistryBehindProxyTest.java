package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * While a registry is away, something else may answer at its address: an ingress without a backend, a notice, a probe.
 */
@Tag("slow")
class RegistryBehindProxyTest {

    private static final int ID = 7;

    private final AtomicInteger outage = new AtomicInteger();
    private HttpServer server;
    private volatile int status;
    private volatile String answer = "";
    private volatile boolean listing;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | 404 page not found
                    404 | {"error_code": 404, "message": "HTTP 404 Not Found"}
                    404 | ''
                    200 | <html>maintenance</html>
                    200 | ''
                    200 | {"status": "starting"}
                    """)
    void whatIsNotTheRegistrysIsWaitedOut(int status, String answer) throws IOException {
        this.status = status;
        this.answer = answer;
        outage.set(4);

        assertThat(decoding(Duration.ofSeconds(30)).observation(framed()).series())
                .isEqualTo("h7");
    }

    @Test
    void aRegistryThatStaysAwayIsNoFaultOfTheRecord() {
        status = 404;
        answer = "404 page not found";
        outage.set(Integer.MAX_VALUE);
        SchemaRegistry registry = registry(Duration.ofMillis(500));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> registry.schema(registry.client(), ID))
                .withMessageContaining(
                        "does not answer for PT0.5S: status 404 to /schemas/ids/7 with '404 page not found'");
    }

    @Test
    void anIdIsAtFaultIfTheRegistryListsItsSubjects() throws IOException {
        status = 200;
        answer = "<html>an entry that the registry itself cannot show</html>";
        outage.set(Integer.MAX_VALUE);
        listing = true;

        Rejection rejection = decoding(Duration.ofSeconds(30)).rejection(framed());

        assertThat(rejection.message())
                .contains("schema id 7", "does not tell: status 200 to /schemas/ids/7 with '<html>an entry");
    }

    @Test
    void registeringWaitsForTheRegistry() throws IOException {
        status = 404;
        answer = "404 page not found";
        outage.set(2);

        assertThat(registry(Duration.ofSeconds(30)).register("s", Schemas.observation()))
                .isEqualTo(77);
    }

    private SchemaRegistry registry(Duration patience) {
        URI url = URI.create("http://localhost:%d".formatted(server.getAddress().getPort()));
        return new SchemaRegistry(url, "", "", "", patience);
    }

    private Decoding decoding(Duration patience) {
        return Decoding.with(new InputFormat.Avro(new RegistrySchemas(registry(patience))), Decoding.usual());
    }

    private static byte[] framed() throws IOException {
        byte[] value = AvroDecodingTest.ownRecord();
        return ByteBuffer.allocate(RegistrySchemas.HEADER_BYTES + value.length)
                .put((byte) 0)
                .putInt(ID)
                .put(value)
                .array();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean subjects = exchange.getRequestURI().getPath().equals("/subjects");
        if (subjects && listing) {
            reply(exchange, 200, "[]");
        } else if (outage.getAndDecrement() > 0) {
            reply(exchange, status, answer);
        } else {
            String schema = Schemas.observation().toString();
            reply(exchange, 200, new JsonMapper().writeValueAsString(Map.of("schema", schema, "id", 77)));
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
