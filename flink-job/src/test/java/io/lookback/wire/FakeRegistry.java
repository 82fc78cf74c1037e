package io.lookback.wire;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;

/** Holds one schema, under id 7. */
final class FakeRegistry implements AutoCloseable {

    private static final int ID = 7;
    private static final String UNKNOWN = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

    static {
        // Without it each body waits for the other side's delayed acknowledgment of the headers, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final AtomicLong requests = new AtomicLong();
    private final String answer;

    private FakeRegistry(HttpServer server, String answer) {
        this.server = server;
        this.answer = answer;
    }

    static FakeRegistry of(Schema schema) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeRegistry registry =
                new FakeRegistry(server, new JsonMapper().writeValueAsString(Map.of("schema", schema.toString())));
        server.createContext("/schemas/ids/", registry::answer);
        server.start();
        return registry;
    }

    SchemaRegistry client() {
        URI url = URI.create("http://localhost:%d".formatted(server.getAddress().getPort()));
        return new SchemaRegistry(url, "", "", "", Duration.ofSeconds(20));
    }

    /** The value behind the schema's id. */
    byte[] framed(byte[] value) {
        return ByteBuffer.allocate(RegistrySchemas.HEADER_BYTES + value.length)
                .put((byte) 0)
                .putInt(ID)
                .put(value)
                .array();
    }

    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        boolean known = exchange.getRequestURI().getPath().endsWith("/" + ID);
        byte[] body = (known ? answer : UNKNOWN).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
