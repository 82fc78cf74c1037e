package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files under docker/ and what they may refer to. */
final class Containers {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final Path DOCKER = ROOT.resolve("docker");
    static final Path JOB_JAR = ROOT.resolve("flink-job/target/lookback-job.jar");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Class<?>> OPTIONS = List.of(
            CheckpointingOptions.class,
            CoreOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            TaskManagerOptions.class);

    /** Options that are made for each reporter, and those of the operator itself. */
    private static final List<String> OTHERS = List.of("metrics.reporter.prometheus.", "kubernetes.operator.");

    private Containers() {}

    /** The documents of a file, anchors and merges resolved. */
    static List<JsonNode> documents(Path file) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        List<JsonNode> documents = new ArrayList<>();
        yaml.loadAll(Files.readString(file)).forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    static JsonNode document(String text) {
        return tree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    /** What a YAML parser read. */
    static JsonNode tree(Object document) {
        return JSON.valueToTree(document);
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static JobConfig job(Path file) {
        return JobConfig.load(Optional.of(file), List.of());
    }

    /** Files of the build that a COPY's source means. */
    static List<Path> built(String source) throws IOException {
        Path path = ROOT.resolve(source);
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                return files.toList();
            }
        }
        Path folder = path.getParent();
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + path);
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(glob::matches).toList();
        }
    }

    /** Settings that Flink does not know. */
    static Set<String> unknownToFlink(JsonNode settings) throws IllegalAccessException {
        Set<String> unknown = new TreeSet<>(names(settings));
        unknown.removeIf(key -> OTHERS.stream().anyMatch(key::startsWith));
        for (Class<?> options : OPTIONS) {
            for (Field field : options.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ConfigOption<?> option) {
                    unknown.remove(option.key());
                }
            }
        }
        return unknown;
    }
}
