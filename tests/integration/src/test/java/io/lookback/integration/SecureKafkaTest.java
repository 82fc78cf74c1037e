package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.integration.cluster.KafkaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that lets in none but encrypted connections of users with a password. */
@Timeout(1_800)
class SecureKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private static Path directory;

    private static KafkaProcess broker;
    private static Map<String, String> client;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("broker.p12");
        keytool("-genkeypair", "-keyalg", "RSA", "-alias", "broker", "-dname", "CN=localhost", "-keystore", keys);
        Path certificate = directory.resolve("broker.pem");
        keytool("-exportcert", "-rfc", "-alias", "broker", "-keystore", keys, "-file", certificate);
        Path trusted = directory.resolve("trusted.p12");
        keytool("-importcert", "-noprompt", "-alias", "broker", "-keystore", trusted, "-file", certificate);
        client = new TreeMap<>(Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                login(PASSWORD),
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.password",
                PASSWORD));
        Map<String, String> settings = Map.of(
                "listener.security.protocol.map",
                "CLIENTS:SASL_SSL," + KafkaProcess.INTERNAL,
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                PASSWORD);
        List<String> users = List.of("SCRAM-SHA-512=[name=ada,password=%s]".formatted(PASSWORD));
        broker = KafkaProcess.start(directory.resolve("kafka"), settings, users, client);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void scoresOverAnEncryptedConnectionWithAPasswordFromAFile() throws Exception {
        TestRecords records = TestRecords.of(600);
        JobTopics topics = JobTopics.create(broker.bootstrap(), client, "secure");
        Path secret = Files.writeString(directory.resolve("login"), login(PASSWORD));

        try (JobProcess job = job(topics, "${file:%s}".formatted(secret))) {
            job.start(Optional.empty());
            records.sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);
            assertThat(job.printed()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void aWrongPasswordStopsTheJobBeforeItsFirstRecord() throws Exception {
        JobTopics topics = JobTopics.create(broker.bootstrap(), client, "refused");

        try (JobProcess job = job(topics, login("wrong-horse"))) {
            job.start(Optional.empty());
            assertThatThrownBy(() -> job.awaitCheckpoint(PATIENCE))
                    .hasMessageContaining("The brokers at %s do not answer".formatted(broker.bootstrap()))
                    .hasMessageContaining("Authentication failed")
                    .message()
                    .doesNotContain("wrong-horse");
        }
    }

    private static JobProcess job(JobTopics topics, String login) throws IOException {
        List<String> settings = new ArrayList<>(topics.settings("exactly-once", "hashmap"));
        Map<String, String> kafka = new TreeMap<>(client);
        kafka.put("sasl.jaas.config", login);
        kafka.forEach((key, value) -> settings.add("kafka.%s=%s".formatted(key, value)));
        return new JobProcess(directory.resolve(topics.name()), settings);
    }

    private static String login(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ada\" password=\"%s\";"
                .formatted(password);
    }

    private static void keytool(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
