package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.event.Alert;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of the pages as they are written, page by page and in the order of the page, in a shell. Names of
 * folders, addresses and ports are replaced by those of this test. What is not run here is in {@link CommandFate},
 * with the test that runs it or the reason why none does.
 */
@Timeout(1_800)
class PageCommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROWS = 400;

    /** Most records that a waiting command is sent: output that only repeats them is not progress. */
    private static final int MOST_TOLD = 300;

    @TempDir
    private static Path directory;

    /** The tutorial begins with an empty broker. */
    private static EmbeddedBroker empty;

    private static EmbeddedBroker broker;
    private static Telling telling;

    @BeforeAll
    static void start() throws Exception {
        empty = EmbeddedBroker.start();
        broker = EmbeddedBroker.start();
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(
                    "metrics",
                    2,
                    "lookback-scores",
                    2,
                    "lookback-alerts",
                    2,
                    "lookback-forecasts",
                    2,
                    "lookback-dead-letters",
                    2));
        }
        telling = new Telling(broker.bootstrap(), "lookback-");
        sendMetrics();
    }

    @AfterAll
    static void stop() {
        telling.close();
        broker.close();
        empty.close();
    }

    static Stream<Path> pages() throws IOException {
        return commands()
                .filter(command -> CommandFate.of(command).runs())
                .map(command -> PageCommand.ROOT.resolve(command.page()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageRunsAsItIsWritten(Path page) throws Exception {
        Path folder = folder(page);
        List<String> variables = new ArrayList<>();
        List<Process> running = new ArrayList<>();
        try {
            for (PageCommand command : PageCommand.of(page)) {
                CommandFate fate = CommandFate.of(command);
                if (command.assigns()) {
                    variables.add(here(page, command.line()));
                } else if (fate.runs()) {
                    String script = String.join("\n", variables) + '\n' + here(page, command.line());
                    running.add(run(command, fate, script, folder));
                }
            }
        } finally {
            running.forEach(PageCommandsTest::end);
        }
    }

    @Test
    void everyCommandIsRunOrHasAReason() throws IOException {
        assertThat(commands().filter(command -> !command.assigns()))
                .hasSizeGreaterThan(90)
                .allSatisfy(command -> assertThat(CommandFate.of(command)).isNotNull());
    }

    @Test
    void theTestsThatRunOtherCommandsExist() throws IOException {
        Set<String> tests = new TreeSet<>();
        for (String module : List.of("flink-job", "training", "tests/benchmarks", "tests/integration")) {
            try (Stream<Path> files = Files.walk(PageCommand.ROOT.resolve(module + "/src/test/java"))) {
                files.map(file -> file.getFileName().toString().replace(".java", ""))
                        .forEach(tests::add);
            }
        }

        assertThat(tests).containsAll(CommandFate.tests());
    }

    @Test
    void everyRuleIsAboutACommand() throws IOException {
        List<PageCommand> commands = commands().toList();

        assertThat(CommandFate.rules())
                .allSatisfy(rule -> assertThat(commands).as(rule.toString()).anyMatch(rule::isAbout));
    }

    private static Stream<PageCommand> commands() throws IOException {
        List<PageCommand> commands = new ArrayList<>();
        for (Path page : PageCommand.pages()) {
            commands.addAll(PageCommand.of(page));
        }
        return commands.stream();
    }

    /** Runs a command to its end, or until it has printed what is expected. */
    private static Process run(PageCommand command, CommandFate fate, String script, Path folder) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        int told = 0;
        Standstill standstill = Standstill.of(PATIENCE, () -> output.toFile().length());
        while (process.isAlive() && !(fate.goesOn() && Files.readString(output).contains(fate.printed()))) {
            if (standstill.reached()) {
                end(process);
                throw new AssertionError("%s prints nothing more, expected '%s':%n%s"
                        .formatted(command, fate.printed(), printed(output)));
            }
            if (fate.goesOn() && !script.contains("--from-beginning") && told++ < MOST_TOLD) {
                tell();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (!process.isAlive()) {
            assertThat(process.exitValue())
                    .as("%s: %s", command, printed(output))
                    .isZero();
        }
        assertThat(printed(output)).as(command.toString()).contains(fate.printed());
        return process;
    }

    /** For the commands that show what arrives after they were started. */
    private static void tell() throws IOException {
        telling.alert("web-1", Alert.Phase.BEGIN, 150, 150);
        telling.forecast("db-7", 199, 4);
        telling.deadLetter("{\"host\": ");
        telling.flush();
    }

    private static String printed(Path output) throws IOException {
        return Files.readString(output);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command with the addresses, ports and folders of this test. */
    private static String here(Path page, String command) throws IOException {
        String port = Ports.free(1).get(0).toString();
        String bootstrap = (page.endsWith("tutorial.md") ? empty : broker).bootstrap();
        return command.replaceAll("HOST:PORT|broker:9092|localhost:9092", bootstrap)
                .replaceAll("--(prometheus-port|port) \\d+", "--$1 " + port)
                .replaceAll("(lookback run (?!.*--(?:ui-port|dry-run)).*)", "$1 --ui-port 0")
                .replaceAll("(lookback (?:watch|broker)(?!.*--port).*)", "$1 --port " + port)
                .replace("s3://models/", "models/")
                .replaceAll("\\bDIR\\b", "data")
                .replaceAll("\\bTOPIC\\b", "lookback-dead-letters")
                .replaceAll(" \\[--.*]", "");
    }

    /** A folder with the files that the commands of a page name. */
    private static Path folder(Path page) throws IOException {
        String name = PageCommand.ROOT.relativize(page).toString().replace('/', '-');
        Path folder = Files.createDirectory(directory.resolve(name));
        Commands.script(
                folder,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=lookback-log4j2.xml");
        Files.createDirectories(folder.resolve("flink-job"));
        Files.createSymbolicLink(folder.resolve("flink-job/target"), PageCommand.ROOT.resolve("flink-job/target"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("web-1.csv"), rows());
        Path lstm = PageCommand.ROOT.resolve("operators/src/main/resources/models/lstm.onnx");
        for (String model : List.of("my.onnx", "lstm-2.onnx", "lstm-3.onnx", "lstm-int8.onnx")) {
            Files.copy(lstm, folder.resolve(model));
        }
        Files.writeString(folder.resolve("job.yaml"), job(page));
        if (name.equals("docs-control.md")) {
            assertThat(Commands.run(
                                    "rules",
                                    "add",
                                    "--bootstrap",
                                    broker.bootstrap(),
                                    "--id",
                                    "rule-1f2e3d4c",
                                    "--series",
                                    "db-9")
                            .code())
                    .isZero();
        }
        if (name.equals("docs-notify.md")) {
            String settings = PageCommand.block(page, "yaml", "targets:");
            Files.writeString(
                    folder.resolve("notify.yaml"),
                    here(page, settings)
                            .replace("port: 9465", "port: " + Ports.free(1).get(0)));
        }
        if (name.equals("docs-tutorial.md")) {
            Files.writeString(folder.resolve("Send.java"), PageCommand.block(page, "java", "class Send"));
        }
        return folder;
    }

    /** The configuration of the README. */
    private static String job(Path page) throws IOException {
        return here(page, PageCommand.block(PageCommand.ROOT.resolve("README.md"), "yaml", "kafka:"))
                .replace(
                        "file:///var/lib/lookback",
                        directory.resolve("state").toUri().toString());
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        environment.put("PATH", java + ":" + System.getenv("PATH"));
        environment.put("SLACK_WEBHOOK", "http://localhost:1/slack");
        environment.put("DESK_TOKEN", "secret");
        return environment;
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>(List.of("time,value"));
        for (int row = 0; row < ROWS; row++) {
            rows.add("%s,%.2f".formatted(at(row), value(row)));
        }
        return rows;
    }

    private static void sendMetrics() {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            for (String host : List.of("db-7", "host-7")) {
                for (int row = 0; row < ROWS; row++) {
                    var unused = producer.send(new ProducerRecord<>(
                            "metrics",
                            host,
                            "{\"host\": \"%s\", \"ts\": \"%s\", \"load\": {\"avg\": %.2f}}"
                                    .formatted(host, at(row), value(row))));
                }
            }
        }
    }

    private static Instant at(int row) {
        return Instant.parse("2026-01-31T00:00:00Z").plusSeconds(60L * row);
    }

    private static double value(int row) {
        return 10 + Math.sin(row / 4.0) + row * 31 % 7 / 10.0;
    }
}
