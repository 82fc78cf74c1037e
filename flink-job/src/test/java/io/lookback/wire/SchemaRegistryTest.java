package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a registry of a few lines: id 7 is Lookback's observation, 8 is Protobuf, 500 is trouble. */
class SchemaRegistryTest {

    /** Of Confluent's registry and of Apicurio's. */
    private static final String UNKNOWN = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        registry = registry("ada", "hunter2", "");
    }

    private SchemaRegistry registry(String user, String password, String token) {
        URI url =
                URI.create("http://localhost:%d/".formatted(server.getAddress().getPort()));
        return new SchemaRegistry(url, user, password, token, Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsValuesByTheSchemaThatTheyName() throws IOException {
        Decoding decoding = decoding();

        assertThat(decoding.observation(framed(7)).series()).isEqualTo("h7");
        assertThat(decoding.observation(framed(7)).series()).isEqualTo("h7");

        assertThat(requests).containsExactly("GET /schemas/ids/7 Basic YWRhOmh1bnRlcjI=");
    }

    @Test
    void asksOnceForAnIdThatDoesNotExist() throws IOException {
        Decoding decoding = decoding();

        Rejection rejection = decoding.rejection(framed(9));
        decoding.rejection(framed(9));

        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.UNDECODABLE);
        assertThat(rejection.message())
                .startsWith("The value names schema id 9, which the registry at http://localhost:");
        assertThat(requests).hasSize(1);
    }

    @Test
    void refusesValuesWithoutAnIdAndOtherTypes() throws IOException {
        assertThat(decoding().rejection(new byte[] {0, 0, 0}).message())
                .isEqualTo("The value (3 bytes) does not begin with a zero byte and a schema id");
        assertThat(decoding().rejection("{\"series\": 1}").message()).contains("does not begin with a zero byte");
        assertThat(decoding().rejection(framed(8)).message())
                .isEqualTo("The value names schema id 8, which is of type PROTOBUF and not AVRO");
    }

    @Test
    void troubleOfTheRegistryIsNoFaultOfTheRecord() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> registry.schema(registry.client(), 500))
                .withMessageContaining("answers 503 to /schemas/ids/500: in trouble");
        assertThat(requests).hasSizeGreaterThan(1);
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "the id of a schema that the registry does not let the job read, or whose answer breaks off",
            outcome = "dead letter")
    void anIdThatIsKeptFromTheJobIsTheFaultOfTheRecord() throws IOException {
        Decoding decoding = decoding();

        Rejection kept = decoding.rejection(framed(403));
        decoding.rejection(framed(403));
        Rejection broken = decoding.rejection(framed(13));

        assertThat(kept.reason()).isEqualTo(Rejection.Reason.UNDECODABLE);
        assertThat(kept.message()).contains("schema id 403, which the registry at", "refuses with status 403: denied");
        assertThat(broken.message()).contains("does not tell: its answer broke off");
        assertThat(requests).filteredOn(request -> request.contains("403")).hasSize(1);
    }

    @Test
    void aRegistryThatRefusesTheJobIsNoFaultOfTheRecord() {
        SchemaRegistry stranger = registry("eve", "", "");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> stranger.schema(stranger.client(), 403))
                .withMessageContaining("answers 403 to /schemas/ids/403: denied");
    }

    @Test
    void aRegistryThatComesBackIsAskedAgainForWhatItDoesNotHoldYet() throws IOException {
        Decoding decoding = decoding();

        assertThat(decoding.observation(framed(10)).series()).isNotEmpty();
        assertThat(requests).hasSize(3);
    }

    @Test
    void aRegistryThatAsksForPatienceIsAskedAgain() throws Exception {
        assertThat(registry.schema(registry.client(), 12)).isEqualTo(Schemas.observation());
        assertThat(requests).hasSize(2);
    }

    @Test
    void aRegistryThatComesBackIsBelievedTheThirdTime() {
        SchemaRegistry patient = registry.within(Duration.ofSeconds(20));

        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> patient.schema(patient.client(), 11))
                .withMessageContaining("does not hold");
        assertThat(requests).hasSize(4);
    }

    @Test
    void silentRegistryIsNamed() {
        server.stop(0);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> registry.schema(registry.client(), 7))
                .withMessageStartingWith("The schema registry at http://localhost:")
                .withMessageContaining("does not answer for PT0.5S");
    }

    @Test
    void writesBehindTheIdOfTheRegisteredSchema() throws IOException {
        Alert alert = new Alert(
                "i",
                "s",
                Alert.Phase.END,
                1,
                2,
                3,
                0.5,
                0.5,
                1,
                "f",
                Direction.BELOW,
                1,
                2,
                List.of(),
                null,
                AlertKind.LEVEL,
                "t",
                null);
        RecordWriter<Alert> writer =
                new OutputFormat.Avro(registry).alerts("alerts").open();

        byte[] first = writer.write(alert);
        byte[] second = writer.write(alert);

        assertThat(first).startsWith(0, 0, 0, 0, 77).isEqualTo(second);
        assertThat(requests).containsExactly("POST /subjects/alerts-value/versions Basic YWRhOmh1bnRlcjI=");
    }

    @Test
    void showsABearerTokenToTheRegistryAlone() throws Exception {
        SchemaRegistry bearer = registry("", "", "hunter3");

        bearer.schema(bearer.client(), 7);

        assertThat(requests).containsExactly("GET /schemas/ids/7 Bearer hunter3");
        assertThat(bearer.toString()).doesNotContain("hunter3");
    }

    @Test
    void announcesEachOutputUnderItsSubject() throws IOException {
        OutputFormat.Avro format = new OutputFormat.Avro(registry);

        format.announce(Optional.empty(), Optional.of("alerts"), Duration.ofSeconds(20));
        assertThat(requests).containsExactly("POST /subjects/alerts-value/versions Basic YWRhOmh1bnRlcjI=");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> format.announce(Optional.of("scores"), Optional.empty(), Duration.ofSeconds(20)))
                .withMessageContaining("answers 409 to /subjects/scores-value/versions: incompatible");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(registry.toString()).doesNotContain("hunter2").endsWith(" as ada");
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

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add("%s %s %s"
                .formatted(
                        exchange.getRequestMethod(),
                        path,
                        exchange.getRequestHeaders().getFirst("Authorization")));
        switch (path) {
            case "/schemas/ids/7" -> reply(exchange, 200, "{\"schema\": %s}".formatted(quoted(Schemas.observation())));
            case "/schemas/ids/8" -> reply(exchange, 200, "{\"schema\": \"x\", \"schemaType\": \"PROTOBUF\"}");
            case "/schemas/ids/10" ->
                reply(
                        exchange,
                        List.of(503, 404, 200).get(requests.size() - 1),
                        "{\"error_code\": 40403, \"schema\": %s}".formatted(quoted(Schemas.observation())));
            case "/schemas/ids/12" ->
                reply(
                        exchange,
                        requests.size() == 1 ? 429 : 200,
                        "{\"schema\": %s}".formatted(quoted(Schemas.observation())));
            case "/schemas/ids/11" -> reply(exchange, requests.size() == 1 ? 503 : 404, UNKNOWN);
            case "/schemas/ids/13" -> breakOff(exchange);
            case "/schemas/ids/403" -> reply(exchange, 403, "denied");
            case "/subjects" -> reply(exchange, requests.get(0).contains("YWRhOmh1bnRlcjI=") ? 200 : 403, "[]");
            case "/schemas/ids/500" -> reply(exchange, 503, "in trouble");
            case "/subjects/alerts-value/versions" -> reply(exchange, 200, "{\"id\": 77}");
            case "/subjects/scores-value/versions" -> reply(exchange, 409, "incompatible");
            default -> reply(exchange, 404, UNKNOWN);
        }
    }

    private static String quoted(Object schema) {
        return '"' + schema.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void breakOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
