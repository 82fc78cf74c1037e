package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.Main;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterConfigurationParserFactory;
import org.apache.flink.runtime.entrypoint.EntrypointClusterConfiguration;
import org.apache.flink.runtime.entrypoint.parser.CommandLineParser;
import org.apache.flink.runtime.entrypoint.parser.ParserResultFactory;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** compose.yaml: every name in it is the name of something. */
class ComposeTest {

    @TempDir
    private Path directory;

    private static JsonNode compose;
    private static Map<String, JsonNode> services;

    @BeforeAll
    static void read() throws IOException {
        compose =
                Containers.documents(Containers.DOCKER.resolve("compose.yaml")).get(0);
        services = new TreeMap<>();
        compose.get("services").fields().forEachRemaining(entry -> services.put(entry.getKey(), entry.getValue()));
    }

    @Test
    void imagesHaveVersionsThatFit() {
        assertThat(services.values())
                .extracting(service -> service.get("image").asText())
                .allMatch(image -> image.matches("[\\w./-]+:v?\\d+[.\\d]+[\\w.-]*"));
        assertThat(services.get("kafka").get("image").asText()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
    }

    /** The image's entrypoint turns variables into properties in this way. */
    @Test
    void kafkaAcceptsItsSettings() {
        Properties properties = new Properties();
        services.get("kafka").get("environment").fields().forEachRemaining(variable -> {
            String name = variable.getKey().replaceFirst("^KAFKA_", "").toLowerCase(Locale.ROOT);
            properties.setProperty(name.replace('_', '.'), variable.getValue().asText());
        });

        KafkaConfig config = new KafkaConfig(properties);

        assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(properties.stringPropertyNames());
        assertThat(config.processRoles().size()).isEqualTo(2);
    }

    @Test
    void mountsAndVolumesExist() {
        List<String> declared = Containers.names(compose.get("volumes"));

        services.forEach((name, service) -> {
            for (String volume : Containers.texts(service.path("volumes"))) {
                String source = volume.split(":", 2)[0];
                if (source.startsWith(".")) {
                    assertThat(Containers.DOCKER.resolve(source)).as(name).exists();
                } else {
                    assertThat(declared).as(name).contains(source);
                }
            }
        });
    }

    @Test
    void servicesWaitForServicesThatCanTell() {
        services.forEach((name, service) -> {
            JsonNode waits = service.path("depends_on");
            List<String> others = waits.isObject() ? Containers.names(waits) : Containers.texts(waits);
            assertThat(services.keySet()).as(name).containsAll(others);
            for (String other : others) {
                if (waits.at("/" + other + "/condition").asText().equals("service_healthy")) {
                    assertThat(services.get(other).has("healthcheck")).as(other).isTrue();
                }
            }
        });
    }

    @Test
    void portsAreThisMachinesAloneAndEachOnce() {
        List<String> published = services.values().stream()
                .flatMap(service -> Containers.texts(service.path("ports")).stream())
                .toList();

        assertThat(published)
                .doesNotHaveDuplicates()
                .contains("127.0.0.1:8081:8081", "127.0.0.1:9090:9090", "127.0.0.1:3000:3000")
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void theJobsSettingsFitTheOtherServices() throws IOException {
        JobConfig job = Containers.job(Containers.DOCKER.resolve("job.yaml"));

        String listeners = services.get("kafka")
                .at("/environment/KAFKA_ADVERTISED_LISTENERS")
                .asText();
        assertThat(listeners).contains("://" + job.kafka().servers());
        URI registry = URI.create(Containers.document(Files.readString(Containers.DOCKER.resolve("job.yaml")))
                .at("/output/registry/url")
                .asText());
        assertThat(Containers.texts(services.get(registry.getHost()).get("ports")))
                .contains("127.0.0.1:%1$d:%1$d".formatted(registry.getPort()));
        assertThat(URI.create(job.state().checkpoints().orElseThrow()).getPath())
                .startsWith("/state/");
    }

    @Test
    void theTopicsThatAreMadeAreTheJobsAndTheReplays() {
        JobConfig job = Containers.job(Containers.DOCKER.resolve("job.yaml"));
        List<String> topics = new ArrayList<>(job.input().topics().names());
        topics.add(job.output().scores().orElseThrow());
        topics.add(job.output().alerts().orElseThrow());
        topics.add(job.output().deadLetters().orElseThrow());

        String made = services.get("topics").at("/command/0").asText();

        assertThat(topics).hasSize(4).allMatch(topic -> made.contains(" " + topic));
        List<String> replay = Containers.texts(services.get("replay").get("command"));
        String prefix = replay.get(replay.indexOf("--topic-prefix") + 1);
        assertThat(topics)
                .containsExactlyInAnyOrder(
                        prefix + "observations", prefix + "scores", prefix + "alerts", prefix + "dead-letters");
    }

    @Test
    void theReplaysOptionsExist() {
        List<String> replay = Containers.texts(services.get("replay").get("command"));

        var parsed = Main.commandLine().parseArgs(replay.toArray(String[]::new));

        assertThat(parsed.subcommand().hasMatchedOption("--no-job")).isTrue();
        assertThat(replay.get(replay.indexOf("--bootstrap") + 1))
                .isEqualTo(Containers.job(Containers.DOCKER.resolve("job.yaml"))
                        .kafka()
                        .servers());
    }

    @Test
    void notifyReadsTheJobsAlertsAndTellsTheAlertmanager() throws Exception {
        List<String> command = Containers.texts(services.get("notify").get("command"));
        Path file = Containers.DOCKER.resolve("notify.yaml");
        String settings = Files.readString(file);

        Commands.Answer answer = Commands.run("notify", "--config", file.toString(), "--dry-run");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("alertmanager would receive", "LookbackAnomaly");
        JobConfig job = Containers.job(Containers.DOCKER.resolve("job.yaml"));
        JsonNode notify = Containers.document(settings);
        assertThat(notify.at("/kafka/bootstrap").asText()).isEqualTo(job.kafka().servers());
        assertThat(job.output().alerts()).contains(notify.get("topic").asText());
        assertThat(notify.at("/targets/0/url").asText()).isEqualTo("http://alertmanager:9093");
        assertThat(command).containsExactly("notify", "--config", "/opt/lookback/notify.yaml");
        assertThat(Containers.texts(services.get("notify").get("volumes")))
                .anyMatch(volume -> volume.contains(":" + command.get(2)));
        JsonNode scraped = Containers.documents(Monitoring.PROMETHEUS.resolve("prometheus.yml"))
                .get(0)
                .at("/scrape_configs/1/static_configs/0/targets/0");
        assertThat(scraped.asText())
                .isEqualTo("notify:" + notify.at("/metrics/port").asText());
    }

    @Test
    void notifyOnKubernetesRunsTheCommandWithSettingsThatItTakes() throws Exception {
        List<JsonNode> documents = Containers.documents(Containers.DOCKER.resolve("kubernetes/notify.yaml"));
        JsonNode container = documents.get(1).at("/spec/template/spec/containers/0");
        Path file = Files.writeString(
                directory.resolve("notify.yaml"),
                documents.get(0).at("/data/notify.yaml").asText());

        Commands.Answer answer = Commands.run("notify", "--config", file.toString(), "--dry-run");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(container.get("image").asText())
                .isEqualTo(services.get("notify").get("image").asText());
        assertThat(Containers.texts(container.get("args"))).startsWith("notify", "--config");
        assertThat(container.at("/volumeMounts/0/mountPath").asText())
                .isEqualTo(container.get("args").get(2).asText());
        assertThat(container.at("/ports/0/containerPort").asText())
                .isEqualTo(Containers.document(Files.readString(file))
                        .at("/metrics/port")
                        .asText());
    }

    @Test
    void recipesAreFilesThatTheirReadersTake() throws Exception {
        JsonNode connector = Containers.documents(Containers.DOCKER.resolve("recipes/connect-http-sink.json"))
                .get(0)
                .get("config");
        JsonNode pagerDuty = Containers.documents(Containers.DOCKER.resolve("recipes/notify-pagerduty.yaml"))
                .get(0)
                .at("/targets/0");

        assertThat(Containers.names(connector))
                .contains("connector.class", "topics", "http.url", "http.authorization.type", "value.converter");
        assertThat(connector).allMatch(JsonNode::isTextual);
        assertThat(connector.get("topics").asText())
                .isEqualTo(Containers.job(Containers.DOCKER.resolve("job.yaml"))
                        .output()
                        .alerts()
                        .orElseThrow());
        assertThat(Containers.DOCKER.resolve(
                        "recipes/" + pagerDuty.get("template-file").asText()))
                .exists();
        assertThat(pagerDuty.at("/values/routing_key").asText()).startsWith("${env:");
    }

    /** As the image's entrypoint hands it on: behind the folder of Flink's own settings. */
    @Test
    void flinkHandsTheSettingsOnToTheJob() throws Exception {
        List<String> command = Containers.texts(services.get("jobmanager").get("command"));
        List<String> arguments = new ArrayList<>(List.of("--configDir", "/opt/flink/conf"));
        arguments.addAll(command.subList(1, command.size()));
        ParserResultFactory<? extends EntrypointClusterConfiguration> factory =
                new StandaloneApplicationClusterConfigurationParserFactory();

        EntrypointClusterConfiguration parsed =
                new CommandLineParser<>(factory).parse(arguments.toArray(String[]::new));

        assertThat(command.get(0)).isEqualTo("standalone-job");
        assertThat(parsed.getConfigDir()).isEqualTo("/opt/flink/conf");
        assertThat(parsed.getArgs()).containsExactly("--config", "/opt/lookback/job.yaml");
        assertThat(Containers.texts(services.get("jobmanager").get("volumes")))
                .anyMatch(volume -> volume.contains(":" + parsed.getArgs()[1]));
        assertThat(command.get(command.indexOf("--job-classname") + 1)).isEqualTo("io.lookback.job.LookbackJob");
        assertThat(Class.forName("io.lookback.job.LookbackJob")).isNotNull();
    }

    @Test
    void flinkKnowsItsSettings() throws Exception {
        for (String name : List.of("jobmanager", "taskmanager")) {
            JsonNode settings = Containers.document(
                    services.get(name).at("/environment/FLINK_PROPERTIES").asText());

            assertThat(Containers.unknownToFlink(settings)).as(name).isEmpty();
            assertThat(services.keySet())
                    .contains(settings.get("jobmanager.rpc.address").asText());
        }
    }

    @Test
    void prometheusScrapesWhereFlinkReports() throws Exception {
        String port = Containers.document(services.get("jobmanager")
                        .at("/environment/FLINK_PROPERTIES")
                        .asText())
                .get("metrics.reporter.prometheus.port")
                .asText();
        JsonNode scraped = Containers.documents(Monitoring.PROMETHEUS.resolve("prometheus.yml"))
                .get(0)
                .at("/scrape_configs/0/static_configs/0/targets");

        assertThat(Containers.texts(scraped)).containsExactly("jobmanager:" + port, "taskmanager:" + port);
        Path sources = Containers.DOCKER.resolve("grafana/provisioning/datasources/prometheus.yml");
        URI source = URI.create(
                Containers.documents(sources).get(0).at("/datasources/0/url").asText());
        assertThat(Containers.texts(services.get(source.getHost()).get("ports")))
                .contains("127.0.0.1:%1$d:%1$d".formatted(source.getPort()));
    }
}
