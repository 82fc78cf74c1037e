package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the job jar says of the libraries inside it. */
class JobJarTest {

    private static final Path TARGET = Containers.JOB_JAR.getParent();

    @BeforeEach
    void requireJar() {
        assumeTrue(
                Files.exists(Containers.JOB_JAR), "lookback-job.jar is not built: run the package phase of flink-job");
    }

    @Test
    @FaultCase(kind = "Security", input = "licenses and notices of the job jar", outcome = "inside")
    void carriesTheLicensesAndNoticesOfWhatItBundles() throws IOException {
        try (ZipFile jar = new ZipFile(Containers.JOB_JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0", "Jackson");
            assertThat(text(jar, "META-INF/NOTICE")).contains("Lookback", "Apache Avro", "Jackson", "Apache Commons");
            assertThat(text(jar, "NOTICE")).contains("Apache Kafka");
            assertThat(text(jar, "META-INF/THIRD-PARTY.txt")).contains("zstd-jni");
        }
    }

    @Test
    void namesNoServiceWhoseClassIsNotInside() throws IOException {
        try (ZipFile jar = new ZipFile(Containers.JOB_JAR.toFile())) {
            List<String> flink = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("META-INF/services/org.apache.flink."))
                    .toList();

            for (String service : flink) {
                assertThat(text(jar, service)).doesNotContain("io.lookback.cli");
            }
        }
    }

    @Test
    @FaultCase(kind = "Security", input = "bill of materials of the job jar", outcome = "beside it")
    void hasABillOfMaterialsBesideIt() throws IOException {
        JsonNode bill = new ObjectMapper()
                .readTree(TARGET.resolve("lookback-job.cdx.json").toFile());

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").findValuesAsText("name"))
                .contains("avro", "kafka-clients", "jackson-databind", "zstd-jni", "onnxruntime");
    }

    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
