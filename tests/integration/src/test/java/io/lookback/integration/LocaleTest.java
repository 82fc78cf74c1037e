package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.Ports;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line on a machine whose locale writes other digits. */
class LocaleTest {

    private static final List<String> EGYPT =
            List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=nu-arab");

    @Test
    @FaultCase(kind = "Locale with its own digits", input = "`run --dry-run` with cells in ar-EG", outcome = "checked")
    void checksSettingsOfCells() throws Exception {
        String printed = main(
                "run",
                "--dry-run",
                "--set",
                "kafka.bootstrap=nowhere:9092",
                "--set",
                "input.topic=in",
                "--set",
                "cells[0].kind=lstm");

        assertThat(printed).contains("cells[0].kind: lstm").doesNotContain("lookback:");
    }

    @Test
    @FaultCase(kind = "Locale with its own digits", input = "`demo` in ar-EG", outcome = "every record has its score")
    void runsTheDemonstration() throws Exception {
        String printed = main(
                "demo",
                "--once",
                "--records",
                "50",
                "--rate",
                "0",
                "--ui-port",
                Ports.free(1).get(0).toString());

        assertThat(printed).contains("Exactly one score  yes, for every valid record");
    }

    private static String main(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(EGYPT);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
