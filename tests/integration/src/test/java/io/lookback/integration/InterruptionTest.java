package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

    @TempDir
    Path temporary;

    @TempDir
    Path logs;

    @Test
    void stopsEverythingAndLeavesNothingBehind() throws Exception {
        Process demo = demo(Ports.free(1).get(0));

        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            String address = "";
            while (line != null && !line.startsWith("Replaying")) {
                address = line.contains("Watch it live") ? line.replaceFirst(".*(?=http)", "") : address;
                line = out.readLine();
            }
            assertThat(line).as("the demonstration started").isNotNull();
            assertThat(new String(URI.create(address).toURL().openStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Lookback");
            demo.toHandle().destroy();
            String rest = String.join("\n", out.lines().toList());

            assertThat(rest).contains("Records in", "Wall time").doesNotContain("Exception");
        }
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as("128 + SIGTERM: not a crash").isEqualTo(143);
        try (var left = Files.walk(temporary)) {
            assertThat(left.filter(Files::isRegularFile))
                    .as("but for an empty folder of ONNX Runtime")
                    .isEmpty();
        }
    }

    private Process demo(int uiPort) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/java.util=ALL-UNNAMED",
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dlog4j2.configurationFile=lookback-log4j2.xml",
                        "-Dlookback.log.file=" + logs.resolve("log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo",
                        "--ui-port",
                        Integer.toString(uiPort),
                        "--page-port",
                        "0",
                        "--rate",
                        "200")
                .redirectErrorStream(true)
                .start();
    }
}
