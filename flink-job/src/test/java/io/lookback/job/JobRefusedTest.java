package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What brokers and the registry say stops a job before it starts. */
@Tag("slow")
class JobRefusedTest {

    private static EmbeddedBroker broker;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        OverKafka.create(broker, "metrics", "written");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void missingTopicsAreNamedBeforeTheStart() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), config("input.topic=absent")))
                .withMessage(
                        "input.topic is [absent]: at %s there is no such topic, or the user may not see it. Create it first",
                        broker.bootstrap());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), config("output.dead-letters=none")))
                .withMessageStartingWith(
                        "The topics [lookback-scores, lookback-alerts] (settings under output. and shadow.) do not exist");
    }

    @Test
    void aControlTopicThatForgetsIsRefused() throws Exception {
        OverKafka.create(broker, "forgetful");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), control("absent")))
                .withMessageStartingWith("control.topic is 'absent': at %s there is no such topic", broker.bootstrap());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), control("forgetful")))
                .withMessage(
                        "control.topic is 'forgetful', whose cleanup.policy is delete: its entries would leave with"
                                + " time. Set it to compact");
    }

    @Test
    void plugInsThatAreMissingAreRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(
                        LocalFlink.hidden(1), config("kafka.interceptor.classes=absent.Interceptor")))
                .withMessage(
                        "kafka.interceptor.classes is 'absent.Interceptor' (--set): Class absent.Interceptor cannot be found");
    }

    @Test
    void checkpointsThatCannotBeWrittenAreRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> LookbackJob.define(LocalFlink.hidden(1), config("state.checkpoints=file:///proc/absent")))
                .withMessageStartingWith(
                        "state.checkpoints is 'file:///proc/absent' (--set): give a directory that this process can write to");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), config("state.checkpoints=s3://bucket/x")))
                .withMessageStartingWith("state.checkpoints is 's3://bucket/x' (--set): give a directory that");
    }

    private JobConfig control(String topic) {
        return config(
                "control.topic=" + topic, "output.scores=written", "output.alerts=none", "output.dead-letters=none");
    }

    @Test
    void schemasThatTheRegistryRefusesStopTheJobBeforeItsStart() throws Exception {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(409, -1);
            exchange.close();
        });
        registry.start();
        try {
            JobConfig config = config(
                    "output.scores=written",
                    "output.alerts=none",
                    "output.dead-letters=none",
                    "output.format=avro",
                    "output.registry.url=http://localhost:"
                            + registry.getAddress().getPort());

            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), config))
                    .withMessageStartingWith("The schemas of the output are not registered: ")
                    .withMessageContaining("answers 409 to /subjects/written-value/versions")
                    .withMessageContaining("Check output.registry.url");
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void transactionsLongerThanTheBrokersAllowAreRefused() {
        JobConfig config = config(
                "delivery.guarantee=exactly-once",
                "delivery.transaction-timeout=20 min",
                "output.scores=written",
                "output.alerts=none",
                "output.dead-letters=none");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(LocalFlink.hidden(1), config))
                .withMessage(
                        "delivery.transaction-timeout is 20 min, the brokers allow at most 15 min (transaction.max.timeout.ms): give less, or raise it there");
    }

    private JobConfig config(String... overrides) {
        return OverKafka.config(broker, checkpoints, overrides);
    }
}
