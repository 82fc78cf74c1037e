package io.lookback.cli.broker;

import io.lookback.cli.CliException;
import io.lookback.cli.Interruption;
import io.lookback.cli.Ports;
import io.lookback.cli.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka node, broker and controller in one, inside this process. It listens on the loopback address only and
 * keeps its data in a temporary directory that {@link #close()} deletes.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE = 1;
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final Path directory;
    private final String bootstrap;

    private EmbeddedBroker(KafkaRaftServer server, Path directory, String bootstrap) {
        this.server = server;
        this.directory = directory;
        this.bootstrap = bootstrap;
    }

    /** Starts a broker on a free port and returns once it answers. */
    public static EmbeddedBroker start() {
        return start(() -> Ports.free(2));
    }

    /**
     * Starts a broker on a port of the loopback address and returns once it answers.
     *
     * @throws CliException if the port is taken
     */
    public static EmbeddedBroker startAt(int port) {
        Ports.requireFree(port, "Kafka", "--port");
        return start(() -> List.of(port, Ports.free(1).get(0)));
    }

    /** Another process may take a free port first, hence several attempts. */
    private static EmbeddedBroker start(Callable<List<Integer>> ports) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(ports.call());
            } catch (Exception failed) {
                if (attempt == ATTEMPTS) {
                    throw new CliException(
                            String.format(
                                    Locale.ROOT,
                                    "The Kafka broker inside this process did not start (%d attempts): %s. Use a broker that runs already with --bootstrap HOST:PORT.",
                                    ATTEMPTS,
                                    failed.getMessage()),
                            failed);
                }
                LOG.warn("Attempt {} to start the broker failed", attempt, failed);
            }
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Stops the broker and deletes its data. */
    @Override
    public void close() {
        Interruption.shielded(() -> {
            server.shutdown();
            server.awaitShutdown();
            Trees.delete(directory);
        });
    }

    private static EmbeddedBroker startOnce(List<Integer> ports) throws Exception {
        Path directory = TemporaryFolder.create("broker-");
        try {
            Properties properties = properties(directory, ports.get(0), ports.get(1));
            format(directory);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            startOrShutDown(server);
            return new EmbeddedBroker(server, directory, "localhost:" + ports.get(0));
        } catch (Exception failed) {
            Trees.delete(directory);
            throw failed;
        }
    }

    private static void startOrShutDown(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (RuntimeException failed) {
            server.shutdown();
            throw failed;
        }
    }

    private static void format(Path directory) throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .run();
        }
    }

    private static Properties properties(Path directory, int port, int controllerPort) throws IOException {
        Properties properties = new Properties();
        try (var defaults = EmbeddedBroker.class.getResourceAsStream("/io/lookback/cli/broker/broker.properties")) {
            if (defaults == null) {
                throw new IOException("broker.properties is missing from the class path");
            }
            properties.load(defaults);
        }
        properties.setProperty("node.id", Integer.toString(NODE));
        properties.setProperty("log.dirs", directory.toString());
        properties.setProperty(
                "listeners",
                String.format(
                        Locale.ROOT, "PLAINTEXT://localhost:%d,%s://localhost:%d", port, CONTROLLER, controllerPort));
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty(
                "controller.quorum.voters", String.format(Locale.ROOT, "%d@localhost:%d", NODE, controllerPort));
        return properties;
    }
}
