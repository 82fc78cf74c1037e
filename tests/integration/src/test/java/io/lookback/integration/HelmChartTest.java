package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.lookback.job.JobConfig;
import io.lookback.job.Key;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart under docker/helm, linted and rendered by Helm itself, with the values that it comes with and all that it can. */
class HelmChartTest {

    private static final Path CHART = Containers.DOCKER.resolve("helm/lookback");
    private static final Path DEFAULT = CHART.resolve("values.yaml");
    private static final Path FULL = CHART.resolve("ci/full-values.yaml");
    private static final String AUTOSCALER = "job.autoscaler.";

    @TempDir
    private Path folder;

    static Stream<Path> values() {
        return Stream.of(DEFAULT, FULL);
    }

    @Test
    void helmFindsNothingToComplainOf() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("values")
    void theDeploymentFitsTheOperatorsSchemaAndFlinkKnowsItsSettings(Path values) throws Exception {
        JsonNode deployment = resource(render(values), "FlinkDeployment");
        ObjectNode flink = deployment.at("/spec/flinkConfiguration").deepCopy();

        assertThat(FlinkDeploymentTest.problems(deployment)).isEmpty();
        Set<String> unknown = Containers.unknownToFlink(flink);
        unknown.removeIf(key -> key.startsWith("metrics.reporter.otel."));
        unknown.removeAll(autoscalerKeys());
        assertThat(unknown).isEmpty();
        assertThat(flink).allSatisfy(setting -> assertThat(setting.isTextual()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("values")
    void theJobFindsItsSettings(Path values) throws Exception {
        List<JsonNode> resources = render(values);
        JsonNode deployment = resource(resources, "FlinkDeployment");
        JsonNode data = resource(resources, "ConfigMap").get("data");
        Path path = Path.of(deployment.at("/spec/job/args/1").asText());
        JsonNode mount = container(deployment).at("/volumeMounts/0");
        String settings = data.get(path.getFileName().toString()).asText();

        JobConfig job = Containers.job(Files.writeString(
                folder.resolve("job.yaml"), settings.replace("${env:TRUSTSTORE_PASSWORD}", "not-a-secret")));

        assertThat(path.getParent()).isEqualTo(Path.of(mount.get("mountPath").asText()));
        assertThat(settings).contains("name: shop\n");
        assertThat(job.input().group()).isEqualTo("shop");
        assertThat(job.output().deadLetters()).isPresent();
        assertThat(settings).doesNotContain("e+0");
    }

    /** Names of existing Secrets alone, under any value. */
    @Test
    void secretsComeFromSecretsThatExist() throws Exception {
        List<JsonNode> resources = render(FULL);

        assertThat(resources)
                .extracting(resource -> resource.get("kind").asText())
                .containsExactlyInAnyOrder(
                        "ConfigMap", "ConfigMap", "Deployment", "FlinkDeployment", "NetworkPolicy", "NetworkPolicy");
        for (JsonNode pod : pods(resources)) {
            assertThat(pod.at("/containers/0/envFrom/0/secretRef/name").asText())
                    .isEqualTo("lookback-env");
            assertThat(pod.at("/volumes/1/secret/secretName").asText()).isEqualTo("lookback-tls");
            assertThat(pod.at("/containers/0/volumeMounts/1/mountPath").asText())
                    .isEqualTo("/opt/lookback/tls");
            assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void noPodRunsAsRoot(Path values) throws Exception {
        assertThat(pods(render(values))).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            JsonNode security = pod.at("/containers/0/securityContext");
            assertThat(security.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(Containers.texts(security.at("/capabilities/drop"))).containsExactly("ALL");
        });
    }

    @Test
    void onlyTheJobTheOperatorAndPrometheusReachThePods() throws Exception {
        List<JsonNode> resources = render(DEFAULT);
        JsonNode policy = resource(resources, "NetworkPolicy");
        JsonNode deployment = resource(resources, "FlinkDeployment");

        assertThat(policy.at("/spec/podSelector/matchLabels/app")).isEqualTo(deployment.at("/metadata/name"));
        assertThat(policy.at("/spec/ingress")).hasSize(3);
        assertThat(policy.at("/spec/ingress/2/ports/0/port").asText())
                .isEqualTo(deployment
                        .at("/spec/flinkConfiguration/metrics.reporter.prometheus.port")
                        .asText());
        assertThat(Containers.texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress");
        assertThat(Containers.texts(resource(render(FULL), "NetworkPolicy").at("/spec/policyTypes")))
                .containsExactly("Ingress", "Egress");
    }

    @Test
    void changedSettingsAreAnotherDeployment() throws Exception {
        JsonNode before = resource(documents(command(DEFAULT).call()), "FlinkDeployment");
        JsonNode after = resource(
                documents(command(DEFAULT).set("job.order.late", "score").call()), "FlinkDeployment");

        assertThat(after.at("/spec/podTemplate/metadata/annotations/checksum~1job"))
                .isNotEqualTo(before.at("/spec/podTemplate/metadata/annotations/checksum~1job"));
    }

    @Test
    void notifyTakesItsSettings() throws Exception {
        JsonNode config = render(FULL).stream()
                .filter(resource -> resource.at("/data").has("notify.yaml"))
                .findFirst()
                .orElseThrow();
        JsonNode deployment = resource(render(FULL), "Deployment");
        Path file = Files.writeString(
                folder.resolve("notify.yaml"), config.at("/data/notify.yaml").asText());

        Commands.Answer answer = Commands.run("notify", "--config", file.toString(), "--dry-run");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(config.at("/data/notify.yaml").asText()).contains("group: shop-notify\n");
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        assertThat(container.at("/args/2").asText())
                .isEqualTo(container.at("/volumeMounts/0/mountPath").asText() + "/notify.yaml");
        assertThat(container.get("image").asText()).isEqualTo("lookback-cli:0.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "job.inputs.topic, metrics, inputs",
        "storage, bucket, storage",
        "taskManager.slots, 0, slots",
        "autoscaler.targetUtilization, 60, targetUtilization",
        "upgradeMode, savepoints, upgradeMode",
        "secrets.password, x, password"
    })
    void wrongValuesAreRefused(String key, String value, String named) {
        assertThatThrownBy(() -> command(DEFAULT)
                        .set(key, value.matches("\\d+") ? Integer.valueOf(value) : value)
                        .call())
                .hasMessageContaining(named);
    }

    /** The chart's schema knows every group of settings, and no other. */
    @Test
    void theSchemaKnowsTheSettingsOfTheJob() throws IOException {
        JsonNode schema = Containers.document(Files.readString(CHART.resolve("values.schema.json")));
        Set<String> groups = new TreeSet<>();
        Arrays.stream(Key.values()).forEach(key -> groups.add(key.key().split("\\.")[0]));

        assertThat(Containers.names(schema.at("/properties/job/properties")))
                .containsExactlyInAnyOrderElementsOf(groups);
        assertThat(Containers.names(Containers.document(Files.readString(DEFAULT))))
                .isSubsetOf(Containers.names(schema.get("properties")));
    }

    /** Settings of Flink in a deployment with everything that the chart can. */
    static Map<String, String> flinkSettings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        resource(render(FULL), "FlinkDeployment")
                .at("/spec/flinkConfiguration")
                .fields()
                .forEachRemaining(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        return settings;
    }

    private static List<JsonNode> render(Path values) throws IOException {
        return documents(command(values).call());
    }

    private static TemplateCommand command(Path values) {
        return new Helm(CHART).template().withName("shop").withValuesFile(values);
    }

    private static List<JsonNode> documents(String rendered) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(rendered)) {
            if (document instanceof Map<?, ?>) {
                documents.add(Containers.tree(document));
            }
        }
        return documents;
    }

    private static JsonNode resource(List<JsonNode> resources, String kind) {
        return resources.stream()
                .filter(resource -> resource.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    private static List<JsonNode> pods(List<JsonNode> resources) {
        return resources.stream()
                .flatMap(resource ->
                        Stream.of(resource.at("/spec/podTemplate/spec"), resource.at("/spec/template/spec")))
                .filter(JsonNode::isObject)
                .toList();
    }

    private static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/podTemplate/spec/containers/0");
    }

    private static Set<String> autoscalerKeys() throws IllegalAccessException {
        Set<String> keys = new TreeSet<>();
        for (Field field : AutoScalerOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ConfigOption<?> option) {
                keys.add(option.key());
            }
        }
        assertThat(keys).anyMatch(key -> key.startsWith(AUTOSCALER));
        return keys;
    }
}
