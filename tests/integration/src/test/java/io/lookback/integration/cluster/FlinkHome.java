package io.lookback.integration.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an installation of Flink consists of: its class path and its configuration. The class path is Flink's own, with
 * ONNX Runtime beside it as in {@code lib/}; the job brings everything else.
 */
final class FlinkHome {

    private static final Path JOB = Path.of("../../flink-job/target");
    private static final List<String> THE_JOBS_OWN = List.of(
            "/classes",
            "/test-classes",
            "/io/lookback/",
            "/lookback-",
            "/org/apache/kafka/",
            "flink-connector-kafka",
            "/com/fasterxml/",
            "/info/picocli/",
            "/org/apache/avro/",
            "/me/tongfei/",
            "/org/junit/",
            "/com/microsoft/onnxruntime/");

    /** A TaskManager that no script of Flink's starts wants each part of its memory told. */
    private static final Map<String, String> MEMORY = Map.of(
            "framework.heap.size", "64m",
            "framework.off-heap.size", "64m",
            "task.heap.size", "320m",
            "task.off-heap.size", "64m",
            "network.min", "32m",
            "network.max", "32m",
            "managed.size", "64m",
            "jvm-metaspace.size", "256m",
            "jvm-overhead.min", "64m",
            "jvm-overhead.max", "64m");

    private final Path directory;
    private final String classPath;

    private FlinkHome(Path directory, String classPath) {
        this.directory = directory;
        this.classPath = classPath;
    }

    /** @return the jar that {@code flink run} takes; it is there once the job's module was packaged */
    static Path jobJar() {
        return JOB.resolve("lookback-job.jar").toAbsolutePath().normalize();
    }

    /** @return the jar that {@code sql-client.sh -j} takes */
    static Path sqlJar() {
        return Path.of("../../sql/target/lookback-sql.jar").toAbsolutePath().normalize();
    }

    static FlinkHome create(Path directory, int rpcPort, int restPort) throws IOException {
        Files.createDirectories(directory);
        Map<String, String> settings = new TreeMap<>(Map.of(
                "jobmanager.rpc.address", "localhost",
                "jobmanager.rpc.port", Integer.toString(rpcPort),
                "rest.address", "localhost",
                "rest.port", Integer.toString(restPort),
                "taskmanager.host", "localhost",
                "taskmanager.numberOfTaskSlots", "2",
                "heartbeat.interval", "1 s",
                "heartbeat.timeout", "8 s",
                "execution.checkpointing.num-retained", "2"));
        settings.putAll(Map.of(
                "restart-strategy.exponential-delay.initial-backoff", "200 ms",
                "restart-strategy.exponential-delay.max-backoff", "2 s",
                "io.tmp.dirs", Files.createDirectories(directory.resolve("tmp")).toString(),
                "taskmanager.cpu.cores", "1",
                "taskmanager.load-balance.mode", "SLOTS"));
        MEMORY.forEach((part, size) -> settings.put("taskmanager.memory." + part, size));
        Files.write(
                directory.resolve("config.yaml"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue())
                        .toList());
        Files.writeString(directory.resolve("log4j2.properties"), """
                rootLogger.level = INFO
                rootLogger.appenderRef.file.ref = File
                appender.file.name = File
                appender.file.type = FILE
                appender.file.fileName = ${sys:log.file}
                appender.file.layout.type = PatternLayout
                appender.file.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n%xEx
                logger.kafka.name = org.apache.kafka
                logger.kafka.level = WARN
                """);
        return new FlinkHome(directory, classPath());
    }

    /** A process with this class path and configuration. */
    JavaProcess start(String name, String heap, List<String> line) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + heap,
                "-Dlog.file=" + directory.resolve(name + ".log"),
                "-Dlog4j2.configurationFile="
                        + directory.resolve("log4j2.properties").toUri()));
        options.addAll(line);
        return JavaProcess.start(
                name,
                directory.resolve(name + ".out"),
                classPath,
                Map.of("FLINK_CONF_DIR", directory.toString()),
                options);
    }

    long logged() {
        File[] logs = directory.toFile().listFiles((folder, name) -> name.endsWith(".log"));
        return logs == null ? 0 : Arrays.stream(logs).mapToLong(File::length).sum();
    }

    String configuration() {
        return directory.toString();
    }

    private static String classPath() throws IOException {
        String flink = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> THE_JOBS_OWN.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        try (var lib = Files.list(JOB.resolve("flink-lib"))) {
            return flink
                    + lib.map(jar -> File.pathSeparator + jar.toAbsolutePath()).collect(Collectors.joining());
        }
    }
}
