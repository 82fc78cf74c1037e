package io.lookback.integration.cluster;

import io.lookback.cli.Ports;
import io.lookback.cli.broker.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker that keeps its address and its data when it is killed and started again. */
public final class KafkaProcess implements AutoCloseable {

    /** Listeners that no client uses, for {@code listener.security.protocol.map}; those of clients are CLIENTS. */
    public static final String INTERNAL = "CONTROLLER:PLAINTEXT,BROKERS:PLAINTEXT";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String DEFAULTS = "/io/lookback/cli/broker/broker.properties";

    private final String bootstrap;
    private final Server server;

    private KafkaProcess(String bootstrap, Server server) {
        this.bootstrap = bootstrap;
        this.server = server;
    }

    /** @param directory for its data, its settings and its log */
    public static KafkaProcess start(Path directory) throws Exception {
        return start(directory, Map.of(), List.of(), Map.of());
    }

    /**
     * @param settings of the broker beyond the usual ones
     * @param users for SCRAM, such as {@code SCRAM-SHA-256=[name=ada,password=lovelace]}
     * @param client properties with which clients are let in
     */
    public static KafkaProcess start(
            Path directory, Map<String, String> settings, List<String> users, Map<String, String> client)
            throws Exception {
        Files.createDirectories(directory);
        List<Integer> ports = Ports.free(3);
        Properties properties = new Properties();
        try (var defaults = KafkaProcess.class.getResourceAsStream(DEFAULTS)) {
            properties.load(defaults);
        }
        Path data = directory.resolve("data");
        properties.setProperty("node.id", "1");
        properties.setProperty("log.dirs", data.toString());
        properties.setProperty(
                "listeners",
                "CLIENTS://localhost:%d,CONTROLLER://localhost:%d,BROKERS://localhost:%d"
                        .formatted(ports.get(0), ports.get(1), ports.get(2)));
        properties.setProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT," + INTERNAL);
        properties.setProperty("inter.broker.listener.name", "BROKERS");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("controller.quorum.voters", "1@localhost:" + ports.get(1));
        properties.putAll(settings);
        try (var file = Files.newBufferedWriter(directory.resolve("server.properties"))) {
            properties.store(file, null);
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setScramArguments(users)
                    .run();
        }
        String bootstrap = "localhost:" + ports.get(0);
        return new KafkaProcess(
                bootstrap, Server.start("Kafka", PATIENCE, () -> launch(directory), () -> ask(bootstrap, client)));
    }

    public String bootstrap() {
        return bootstrap;
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

    private static JavaProcess launch(Path directory) throws IOException {
        return JavaProcess.start(
                "Kafka",
                directory.resolve("kafka.log"),
                System.getProperty("java.class.path"),
                Map.of(),
                List.of(
                        "-Xmx512m",
                        "kafka.Kafka",
                        directory.resolve("server.properties").toString()));
    }

    private static void ask(String bootstrap, Map<String, String> client) {
        try (Topics topics = new Topics(bootstrap, client)) {
            topics.names();
        }
    }
}
