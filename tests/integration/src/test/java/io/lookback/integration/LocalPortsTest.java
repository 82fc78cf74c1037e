package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.integration.ListeningSockets.Listening;
import io.lookback.testkit.FaultCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a run on this machine opens to the network, and whom it answers. */
@EnabledOnOs(OS.LINUX)
@Timeout(1_800)
class LocalPortsTest {

    private static final Pattern JOB = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");

    private @Nullable Process process;

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @FaultCase(
            kind = "Security",
            input =
                    "POST of jobs, jars and savepoints, foreign Host and Origin, GET that cancels, sent to the web UI and the metrics of `run`",
            outcome = "refused; the job continues; every socket listens on the loopback address")
    void aRunAnswersThisMachinesOwnPagesAlone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create(Map.of("in", 1, "s", 1, "a", 1, "d", 1));
            }
            List<String> told = start(
                    "Metrics",
                    "run",
                    "--ui-port",
                    "0",
                    "--prometheus-port",
                    "0",
                    "--set",
                    "kafka.bootstrap=" + broker.bootstrap(),
                    "--set",
                    "input.topic=in",
                    "--set",
                    "output.scores=s",
                    "--set",
                    "output.alerts=a",
                    "--set",
                    "output.dead-letters=d");
            int ui = port(told, "Flink's web UI");
            int metrics = port(told, "Metrics");

            Set<Listening> sockets = ListeningSockets.of(process().pid());

            assertThat(sockets).extracting(Listening::port).contains(ui, metrics);
            assertThat(sockets).allMatch(Listening::loopback);
            answersItsOwnPages(ui, metrics);
            refusesForgedRequests(ui, metrics);
        }
    }

    @Test
    @FaultCase(kind = "Security", input = "the listening sockets of `demo`", outcome = "all on the loopback address")
    void theDemonstrationListensOnTheLoopbackAddressAlone() throws Exception {
        List<String> told = start(
                "Replaying", "demo", "--ui-port", "0", "--prometheus-port", "0", "--page-port", "0", "--rate", "10");

        Set<Listening> sockets = ListeningSockets.of(process().pid());

        assertThat(sockets)
                .extracting(Listening::port)
                .contains(port(told, "Flink's web UI"), port(told, "Metrics"), port(told, "Watch it live"));
        assertThat(sockets).hasSizeGreaterThan(4).allMatch(Listening::loopback);
    }

    private static void answersItsOwnPages(int ui, int metrics) throws IOException {
        String overview = ask(ui, "GET /jobs HTTP/1.1\r\nHost: localhost:" + ui);

        assertThat(overview).startsWith("HTTP/1.1 200 ").contains("\"status\":\"RUNNING\"");
        assertThat(overview.toLowerCase(Locale.ROOT)).doesNotContain("access-control-");
        assertThat(ask(ui, "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + ui)).startsWith("HTTP/1.1 200 ");
        assertThat(ask(ui, "GET /jobs HTTP/1.1\r\nHost: localhost:" + ui + "\r\nOrigin: http://localhost:" + ui))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask(metrics, "GET /metrics HTTP/1.1\r\nHost: localhost")).contains("flink_jobmanager_");
    }

    private static void refusesForgedRequests(int ui, int metrics) throws IOException {
        Matcher jobs = JOB.matcher(ask(ui, "GET /jobs HTTP/1.1\r\nHost: localhost"));
        assertThat(jobs.find()).isTrue();
        String job = jobs.group(1);
        String own = "\r\nHost: localhost:" + ui;
        String body = "{\"target-directory\":\"file:///tmp/x\",\"cancel-job\":false}";
        String text = "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String form =
                "--x\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: application/json\r\n\r\n"
                        + "{\"jobGraphFileName\":\"x\"}\r\n--x\r\nContent-Disposition: form-data; name=\"file_0\"; "
                        + "filename=\"x\"\r\n\r\nx\r\n--x--\r\n";
        String upload = "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
        List<String> forged = new ArrayList<>();
        for (String version : List.of("", "/v1")) {
            for (String origin : List.of("", "\r\nOrigin: http://evil.example", "\r\nOrigin: null")) {
                forged.add("POST " + version + "/jobs HTTP/1.1" + own + origin + upload);
                forged.add("POST " + version + "/jars/upload HTTP/1.1" + own + origin + upload);
                forged.add("POST " + version + "/jobs/" + job + "/savepoints HTTP/1.1" + own + origin + text);
                forged.add("POST " + version + "/jobs/" + job + "/stop HTTP/1.1" + own + origin + text);
                forged.add("PATCH " + version + "/jobs/" + job + " HTTP/1.1" + own + origin + text);
                forged.add("DELETE " + version + "/cluster HTTP/1.1" + own + origin);
                forged.add("GET " + version + "/jobs/" + job + "/yarn-cancel HTTP/1.1" + own + origin);
                forged.add("GET " + version + "/jobs/" + job + "/yarn%2Dstop HTTP/1.1" + own + origin);
            }
        }
        forged.add("GET /jobs HTTP/1.1" + own + "\r\nOrigin: http://evil.example");
        forged.add("OPTIONS /jobs HTTP/1.1" + own + "\r\nOrigin: http://evil.example");
        for (String host : List.of("\r\nHost: evil.example", "\r\nHost: localhost.evil.example:" + ui, "")) {
            forged.add("GET /jobs HTTP/1.1" + host);
            forged.add("POST /jobs HTTP/1.1" + host + upload);
            assertThat(ask(metrics, "GET /metrics HTTP/1.1" + host)).matches("(?s)HTTP/1.1 40[03] .*");
        }

        assertThat(forged)
                .allSatisfy(request -> assertThat(ask(ui, request).lines())
                        .anyMatch(line -> line.matches("HTTP/1.1 40[035] .*"))
                        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control-")));
        assertThat(ask(ui, "GET /jobs HTTP/1.1\r\nHost: localhost")).contains("\"status\":\"RUNNING\"");
    }

    /** @return what it printed up to the line */
    private List<String> start(String until, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> told = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            told.add(line);
            if (line.strip().startsWith(until)) {
                return told;
            }
        }
        throw new AssertionError("It ended: " + told);
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("Nothing was started");
        }
        return process;
    }

    private static int port(List<String> told, String what) {
        return told.stream()
                .filter(line -> line.contains(what))
                .map(line -> line.replaceFirst(".*http://localhost:(\\d+).*", "$1"))
                .map(Integer::parseInt)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No port of " + what + " in " + told));
    }

    private static String ask(int port, String request) throws IOException {
        String head = request.contains("\r\n\r\n") ? request : request + "\r\n\r\n";
        String closing = head.replaceFirst("\r\n", "\r\nConnection: close\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
