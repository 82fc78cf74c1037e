package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.properties.PropertiesConfiguration;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationBuilder;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The images' recipe against what the build lays out. */
class DockerfileTest {

    private static final Pattern COPY = Pattern.compile("(?m)^COPY --chown=flink:flink (\\S+) (\\S+)$");
    private static final Pattern VERSION = Pattern.compile("(?m)^ARG VERSION=(\\S+)$");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+) AS (\\S+)$");
    private static final Pattern PROPERTY = Pattern.compile("'(logger\\.\\S+) = (\\S+)'");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\S+?)(?::\\d+)?$");
    private static final Pattern MAIN = Pattern.compile("\"(io\\.lookback\\.[\\w.]+)\"]");

    private static String recipe;

    @BeforeAll
    static void read() throws IOException {
        recipe = Files.readString(Containers.DOCKER.resolve("Dockerfile"));
    }

    @Test
    void beginsWithTheFlinkThatTheJobIsBuiltFor() {
        List<MatchResult> stages = FROM.matcher(recipe).results().toList();

        assertThat(stages.get(0).group(1)).isEqualTo("flink:%s-java17".formatted(EnvironmentInformation.getVersion()));
        assertThat(stages.get(1).group(1)).isEqualTo(stages.get(0).group(2));
        assertThat(recipe).contains("--target " + stages.get(0).group(2));
    }

    /** The second image is made from the first and does not go back. */
    @Test
    void noImageRunsAsRoot() {
        List<String> users =
                USER.matcher(recipe).results().map(user -> user.group(1)).toList();

        assertThat(users).isNotEmpty().allMatch(user -> Integer.parseInt(user) > 0);
        assertThat(recipe.indexOf("\nUSER ")).isLessThan(recipe.indexOf("\nFROM job AS cli"));
    }

    @Test
    void copiesWhatTheBuildLaysOut() throws IOException {
        assumePackaged();

        for (MatchResult copy : copies()) {
            assertThat(Containers.built(copy.group(1).replace("${VERSION}", version())))
                    .as(copy.group())
                    .isNotEmpty();
        }
        assertThat(Containers.built("flink-job/target/flink-lib/"))
                .singleElement()
                .asString()
                .contains("onnxruntime-");
    }

    @Test
    void takesNoMoreIntoTheContextThanItCopies() throws IOException {
        List<String> allowed = Files.readAllLines(Containers.DOCKER.resolve("Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(copies())
                .extracting(copy -> copy.group(1).replaceAll("/$", "").replace("${VERSION}", "*"))
                .containsExactlyInAnyOrderElementsOf(allowed);
    }

    @Test
    void theJobsJarHoldsTheJobAndNoNativeRuntime() throws Exception {
        assumePackaged();

        try (URLClassLoader jar =
                new URLClassLoader(new URL[] {Containers.JOB_JAR.toUri().toURL()}, null)) {
            assertThat(jar.getResource("io/lookback/job/LookbackJob.class")).isNotNull();
            assertThat(jar.getResource("ai/onnxruntime/OrtEnvironment.class")).isNull();
        }
    }

    @Test
    void theCommandLinesClassAndFlagsExist() throws Exception {
        List<String> classes =
                MAIN.matcher(recipe).results().map(match -> match.group(1)).toList();

        assertThat(classes).hasSize(1);
        assertThat(Class.forName(classes.get(0)).getMethod("main", String[].class))
                .isNotNull();
        assertThat(DockerfileTest.class.getResource("/lookback-log4j2.xml")).isNotNull();
    }

    /** Appended to Flink's own configuration. */
    @Test
    void aDeletedTopicDoesNotFloodTheLogOfACluster() {
        Properties added = new Properties();
        PROPERTY.matcher(recipe).results().forEach(line -> added.setProperty(line.group(1), line.group(2)));
        Log4jLogEvent event = Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage("Received unknown topic or partition error"))
                .build();

        PropertiesConfiguration log = new PropertiesConfigurationBuilder()
                .setLoggerContext(new LoggerContext("flink"))
                .setConfigurationSource(ConfigurationSource.NULL_SOURCE)
                .setRootProperties(added)
                .build();
        log.initialize();
        LoggerConfig fetches = log.getLoggerConfig("org.apache.kafka.clients.consumer.internals.FetchCollector");

        assertThat(IntStream.range(0, 1_000).filter(i -> !fetches.isFiltered(event)))
                .hasSizeBetween(1, 20);
    }

    /** The version whose classes are taken unless the build names another. */
    private static String version() {
        return VERSION.matcher(recipe).results().findFirst().orElseThrow().group(1);
    }

    private static List<MatchResult> copies() {
        return COPY.matcher(recipe).results().toList();
    }

    private static void assumePackaged() throws IOException {
        Path target = Containers.ROOT.resolve("flink-job/target");
        var own = FileSystems.getDefault().getPathMatcher("glob:lookback-job-*.jar");
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            assumeTrue(
                    files.anyMatch(file -> own.matches(file.getFileName())) && Files.exists(Containers.JOB_JAR),
                    "skipped: flink-job is not packaged; run ./mvnw -pl flink-job -am package");
        }
    }
}
