package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lookback.cli.Main;
import io.lookback.integration.Commands.Answer;
import io.lookback.integration.cluster.RegistryProcess;
import io.lookback.integration.cluster.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example, by the commands of its README. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../../examples");

    @TempDir
    private Path folder;

    @Test
    void jsonRecordsOfServices() throws Exception {
        try (Broker broker = Broker.start()) {
            List<String> settings = List.of("--set", "kafka.bootstrap=" + broker.address);

            assertThat(example("json", "example.SendMetrics", broker.address)).contains("Sent 4320 records");
            assertThat(succeeds(broker, "json", "check", settings)).contains("Series        3: ", "0 of 500 records");
            succeeds(broker, "json", "topics create", settings);
            succeeds(broker, "json", "run", runToEnd(settings));

            assertThat(firstAlert(broker, "services-alerts")).contains("checkout", "http.latency_ms");
        }
    }

    @Test
    void avroReadingsOfPumps() throws Exception {
        try (Broker broker = Broker.start();
                RegistryProcess registry = RegistryProcess.start(folder.resolve("registry"))) {
            List<String> settings = List.of(
                    "--set",
                    "kafka.bootstrap=" + broker.address,
                    "--set",
                    "input.registry.url=" + registry.url(),
                    "--set",
                    "output.registry.url=" + registry.url());

            assertThat(example("avro", "example.SendReadings", broker.address, registry.url()))
                    .contains("Sent 4800 records");
            assertThat(succeeds(broker, "avro", "check", settings)).contains("0 of 500 records");
            succeeds(broker, "avro", "topics create", settings);
            succeeds(broker, "avro", "run", runToEnd(settings));

            assertThat(firstAlert(broker, "pumps-alerts")).contains("pump-2", "pressure");
        }
    }

    @Test
    void anAutoencoderFromPytorch() throws Exception {
        findsWhereMemoryComesApart(EXAMPLES.resolve("pytorch"));
        Answer dryRun = command(
                "pytorch",
                "run",
                List.of("--set", "models=[" + EXAMPLES.resolve("pytorch/autoencoder.onnx") + "]", "--dry-run"));
        assertThat(dryRun.code()).as(dryRun.err()).isZero();
        assertThat(dryRun.out()).contains("autoencoder.onnx");
    }

    @Test
    void anAutoencoderThatIsTrainedAgain() throws Exception {
        assumeTrue(
                finished(folder, "/usr/bin/python3", "-c", "import torch, onnx").code() == 0,
                "No PyTorch for /usr/bin/python3: install python3-torch and python3-onnx.");
        Answer trained = finished(
                folder,
                "/usr/bin/python3",
                EXAMPLES.resolve("pytorch/train.py").toAbsolutePath().toString(),
                folder.toString());

        assertThat(trained.code()).as(trained.out()).isZero();
        findsWhereMemoryComesApart(folder);
    }

    @Test
    void theOperatorsInAnotherJob() throws Exception {
        assertThat(example("library", "example.ScoreReadings"))
                .contains("BEGIN alert of sensor-1", "END alert of sensor-1")
                .doesNotContain("sensor-0 ", "sensor-2 ");
    }

    private void findsWhereMemoryComesApart(Path example) throws IOException {
        Path model = example.resolve("autoencoder.onnx");
        assertThat(Commands.run("models", "check", model.toString()).out()).startsWith("Fits: autoencoder-1");
        Answer scored = Commands.run(
                "backtest",
                "--data",
                example.resolve("data").toString(),
                "--out",
                folder.resolve("scored").toString(),
                "--set",
                "cells=lstm",
                "--set",
                "models=[" + model + "]");

        assertThat(scored.code()).as(scored.err()).isZero();
        List<String> rows = Files.readAllLines(folder.resolve("scored/service.csv"));
        assertThat(List.of(rows.get(441).split(",")))
                .contains("autoencoder.error")
                .element(6)
                .isEqualTo("1");
    }

    private static List<String> runToEnd(List<String> settings) {
        List<String> options = new ArrayList<>(settings);
        Collections.addAll(options, "--set", "input.until=latest", "--ui-port", "0");
        return options;
    }

    private static String firstAlert(Broker broker, String topic) {
        Answer tail = Commands.run(
                "tail", "alerts", "--bootstrap", broker.address, "--topic", topic, "--from-beginning", "--max", "1");
        assertThat(tail.code()).as(tail.err()).isZero();
        return tail.out();
    }

    private static String succeeds(Broker broker, String example, String command, List<String> options) {
        Answer answer = command(example, command, options);
        assertThat(answer.code())
                .as("%s at %s: %s", command, broker.address, answer.err())
                .isZero();
        return answer.out();
    }

    private static Answer command(String example, String command, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        Collections.addAll(
                arguments, "--config", EXAMPLES.resolve(example + "/job.yaml").toString());
        arguments.addAll(options);
        return Commands.run(arguments.toArray(String[]::new));
    }

    /** Runs a class of a built example with the class path of its README. */
    private String example(String name, String main, String... arguments) throws Exception {
        Path target = EXAMPLES.resolve(name + "/target").toAbsolutePath().normalize();
        assertThat(target.resolve("lib")).as("./mvnw package builds it").isDirectory();
        List<String> command = new ArrayList<>(java());
        Collections.addAll(command, "-cp", target + "/*:" + target + "/lib/*", main);
        Collections.addAll(command, arguments);
        Answer answer = finished(folder, command.toArray(String[]::new));
        assertThat(answer.code()).as(answer.out()).isZero();
        return answer.out();
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(TestJvm.compilers());
        return command;
    }

    /** What a process printed on both streams. */
    private static Answer finished(Path directory, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        return new Answer(code, Files.readString(output), "");
    }

    /** {@code lookback broker} as a process of its own. */
    private record Broker(Process process, String address) implements AutoCloseable {

        static Broker start() throws IOException {
            List<String> command = new ArrayList<>(java());
            Collections.addAll(
                    command,
                    "-Dlog4j2.configurationFile=lookback-log4j2.xml",
                    Main.class.getName(),
                    "broker",
                    "--port",
                    "0");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            Process process = builder.start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            while (line != null && !line.startsWith("Kafka runs at ")) {
                line = out.readLine();
            }
            assertThat(line).as("the broker started").isNotNull();
            return new Broker(process, line.substring("Kafka runs at ".length(), line.indexOf(". ")));
        }

        @Override
        public void close() throws InterruptedException {
            process.toHandle().destroy();
            process.waitFor();
        }
    }
}
