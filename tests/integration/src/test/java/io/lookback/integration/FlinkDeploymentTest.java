package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resource for the Flink Kubernetes Operator against the operator's own schema. */
class FlinkDeploymentTest {

    private static final String SCHEMA = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

    private static JsonNode settings;
    private static JsonNode deployment;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        List<JsonNode> documents = Containers.documents(Containers.DOCKER.resolve("kubernetes/flinkdeployment.yaml"));
        settings = documents.get(0);
        deployment = documents.get(1);
    }

    /** The newest published schema is older than this Flink: its list of Flink versions is left out. */
    @Test
    void fitsTheOperatorsSchema() throws IOException {
        JsonNode definition = schema();
        ObjectNode spec =
                (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
        ((ObjectNode) spec.get("flinkVersion")).remove("enum");

        assertThat(definition.at("/spec/names/kind").asText()).isEqualTo("FlinkDeployment");
        assertThat(deployment.get("apiVersion").asText())
                .isEqualTo(definition.at("/spec/group").asText()
                        + '/'
                        + definition.at("/spec/versions/0/name").asText());
        assertThat(problems(definition, deployment)).isEmpty();
    }

    @Test
    void theSchemaWouldFindASlip() throws IOException {
        ObjectNode wrong = deployment.deepCopy();
        ((ObjectNode) wrong.at("/spec/job")).put("upgradeMode", "savepoints").put("parallel", 4);

        assertThat(problems(schema(), wrong))
                .anyMatch(problem -> problem.startsWith(".job.upgradeMode is \"savepoints\", not one of"))
                .anyMatch(problem -> problem.startsWith(".job.parallel is not a field"));
    }

    @Test
    void runsTheJobOnItsFlink() {
        String[] version = EnvironmentInformation.getVersion().split("\\.", 3);
        JsonNode job = deployment.at("/spec/job");

        assertThat(deployment.at("/spec/flinkVersion").asText()).isEqualTo("v%s_%s".formatted(version[0], version[1]));
        assertThat(job.get("entryClass").asText()).isEqualTo("io.lookback.job.LookbackJob");
        assertThat(job.get("jarURI").asText()).isEqualTo("local:///opt/flink/usrlib/lookback-job.jar");
        assertThat(job.get("upgradeMode").asText()).isEqualTo("savepoint");
    }

    @Test
    void jarAndImageAreThoseOfTheDockerfile() throws IOException {
        String recipe = Files.readString(Containers.DOCKER.resolve("Dockerfile"));

        assertThat(recipe).contains(deployment.at("/spec/job/jarURI").asText().replace("local://", ""));
        assertThat(recipe).contains("-t " + deployment.at("/spec/image").asText());
    }

    @Test
    void flinkKnowsItsSettings() throws Exception {
        JsonNode flink = deployment.at("/spec/flinkConfiguration");

        assertThat(Containers.unknownToFlink(flink)).isEmpty();
        assertThat(flink.get("high-availability.type").asText()).isEqualTo("kubernetes");
        assertThat(flink.get("metrics.reporter.prometheus.port").asText())
                .isEqualTo(deployment
                        .at("/spec/podTemplate/spec/containers/0/ports/0/containerPort")
                        .asText());
    }

    @Test
    void theJobFindsItsSettings() throws IOException {
        String path = deployment.at("/spec/job/args/1").asText();
        Path mount = Path.of(deployment
                .at("/spec/podTemplate/spec/containers/0/volumeMounts/0/mountPath")
                .asText());
        String name = String.valueOf(mount.relativize(Path.of(path)));
        Path file = Files.writeString(
                folder.resolve(name), settings.get("data").get(name).asText());

        JobConfig job = Containers.job(file);

        assertThat(job.output().deadLetters()).isPresent();
        assertThat(deployment.at("/spec/job/args/0").asText()).isEqualTo("--config");
        assertThat(deployment.at("/spec/podTemplate/spec/volumes/0/configMap/name"))
                .isEqualTo(settings.at("/metadata/name"));
    }

    /** What the operator's schema finds wrong with a deployment, whatever its Flink version. */
    static List<String> problems(JsonNode deployment) throws IOException {
        JsonNode definition = schema();
        JsonNode version =
                definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/flinkVersion");
        ((ObjectNode) version).remove("enum");
        return problems(definition, deployment);
    }

    private static List<String> problems(JsonNode definition, JsonNode resource) {
        return new ResourceSchema(definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"))
                .problems(resource.get("spec"));
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(FlinkDeploymentTest.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            return Containers.document(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
