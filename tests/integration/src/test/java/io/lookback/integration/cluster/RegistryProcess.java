package io.lookback.integration.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Apicurio Registry with its schemas in memory: what was registered is gone when it is killed, its address is not. */
public final class RegistryProcess implements AutoCloseable {

    private static final Path HOME = Path.of("target/registry");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Server server;

    private RegistryProcess(Path directory, int port) throws Exception {
        this.port = port;
        this.server = Server.start("The registry", PATIENCE, () -> launch(directory, port), this::ask);
    }

    /** @param directory for its log */
    public static RegistryProcess start(Path directory) throws Exception {
        Files.createDirectories(directory);
        return new RegistryProcess(directory, Ports.free(1).get(0));
    }

    /** Of Confluent's API. */
    public String url() {
        return "http://localhost:%d/apis/ccompat/v7".formatted(port);
    }

    /** @return the schema's id */
    public int register(String subject, String schema) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("schema", schema))))
                .build();
        return send(request).path("id").asInt();
    }

    /** @return id of the subject's newest schema */
    public int newest(String subject) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url() + "/subjects/" + subject + "/versions/latest"))
                        .build())
                .path("id")
                .asInt();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        server.kill();
    }

    public void restart() throws Exception {
        server.restart();
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }

    private static JavaProcess launch(Path directory, int port) throws IOException {
        String runner;
        try (Stream<Path> files = Files.list(HOME)) {
            runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No registry under " + HOME.toAbsolutePath()))
                    .toAbsolutePath()
                    .toString();
        }
        return JavaProcess.start(
                "Registry",
                directory.resolve("registry.log"),
                runner,
                Map.of(),
                List.of(
                        "-Xmx384m",
                        "-Dquarkus.http.host=localhost",
                        "-Dquarkus.http.port=" + port,
                        "io.quarkus.runner.GeneratedMain"));
    }

    private void ask() throws Exception {
        send(HttpRequest.newBuilder(URI.create(url() + "/subjects")).build());
    }

    private JsonNode send(HttpRequest request) throws Exception {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%s: %d %s".formatted(request.uri(), answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}
